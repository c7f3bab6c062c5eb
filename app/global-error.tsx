'use client'

import { fontVariables } from '@/app/fonts'
import { ErrorNotice } from '@/app/ui/page/error-notice'
import { siteName } from '@/lib/routes'
import './globals.css'

/** Replaces the root layout when the layout itself throws. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en" className={fontVariables}>
      <body className="font-sans text-base leading-relaxed antialiased">
        <title>{`Something went wrong · ${siteName}`}</title>
        <div className="airmail" />
        <main className="mx-auto max-w-6xl px-4 py-14 sm:px-6">
          <ErrorNotice error={error} retry={retry} />
        </main>
      </body>
    </html>
  )
}

'use client'

import { fontVariables } from '@/app/fonts'
import { ErrorNotice } from '@/app/ui/page/error-notice'
import { siteName } from '@/lib/routes'
import './globals.css'

/** In place of the root layout, when that one breaks. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en" className={fontVariables}>
      <body className="font-sans text-base leading-relaxed antialiased">
        <title>{`Something broke · ${siteName}`}</title>
        <div className="airmail" />
        <main className="mx-auto max-w-6xl px-4 py-14 sm:px-6">
          <ErrorNotice error={error} retry={retry} />
        </main>
      </body>
    </html>
  )
}

import type { Metadata, Viewport } from 'next'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { fontVariables } from '@/app/fonts'
import { KeepTyped } from '@/app/ui/page/frame'
import { siteName } from '@/lib/routes'
import { getDocumentLanguage } from '@/lib/server/http/language' // feature: chinese
import '@/lib/server/http/log-requests'
import { resumeMail } from '@/lib/server/mail/outbox' // feature: mail
import './globals.css'

export const metadata: Metadata = {
  title: { default: siteName, template: `%s · ${siteName}` },
  description: 'Three ways to keep a visitor logged in with Next.js, side by side: sealed, stored, signed.', // model: three
}

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#e9eeec' },
    { media: '(prefers-color-scheme: dark)', color: '#10171e' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  // A page rendered at build time has no nonce, so the CSP would block its scripts.
  await connection()
  resumeMail() // feature: mail

  return (
    <html
      // feature: chinese
      lang={await getDocumentLanguage()}
      // end, otherwise: lang="en"
      className={fontVariables}
    >
      <body className="font-sans text-base leading-relaxed antialiased">
        {children}
        <KeepTyped />
      </body>
    </html>
  )
}

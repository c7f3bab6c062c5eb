'use client'

import type { ReactNode } from 'react'
import { DocumentLanguage, LanguageSwitch } from '@/app/language/language-switch' // feature: chinese
import { type RenderedAccount, RenderedFor } from '@/app/ui/form/rendered-for'
import { type HeaderVisitor, SiteHeader } from '@/app/ui/page/header'
import { PageLink } from '@/app/ui/page/link'
import { english, type Messages } from '@/app/ui/page/messages'
import type { Language } from '@/lib/languages' // feature: chinese
import { documents, routes, source } from '@/lib/routes'

interface Props {
  visitor: HeaderVisitor
  account: RenderedAccount
  // feature: lab
  /** Whether this deployment has a lab. An error page does not know, and shows no link. */
  hasLab?: boolean
  // end
  // feature: chinese
  /** The language of a translated page, which then shows a switch. All other pages are in English. */
  language?: Language
  // end
  /** The texts of header and footer, where they are not English. */
  t?: Messages
  children: ReactNode
}

/**
 * Skip link and landmarks, in the order of the tab key. A client component, because the error page is one: the browser has
 * this file in any case, and a server component would be in each answer twice, as HTML and as flight data
 * (docs/decisions/036).
 */
export function Frame({
  visitor,
  account,
  t = english,
  children,
  hasLab = false, // feature: lab
  language, // feature: chinese
}: Props) {
  return (
    <RenderedFor account={account}>
      <div className="flex min-h-dvh flex-col">
        <a
          href="#content"
          className="sr-only bg-sheet focus:not-sr-only focus:absolute focus:top-3 focus:left-3 focus:z-10 focus:px-4 focus:py-2"
        >
          {t.skip}
        </a>
        <SiteHeader
          visitor={visitor}
          t={t}
          hasLab={hasLab} // feature: lab
        />
        <main
          id="content"
          tabIndex={-1}
          className="mx-auto w-full max-w-6xl grow px-4 py-8 outline-none sm:px-6 sm:py-12"
        >
          {children}
        </main>
        {/* feature: chinese */}
        <DocumentLanguage language={language ?? 'en'} />
        <SiteFooter t={t} language={language} />
        {/* end, otherwise: <SiteFooter t={t} /> */}
      </div>
    </RenderedFor>
  )
}

export { KeepTyped } from '@/app/ui/form/keep-typed'

/** Links to what is not a page of the application. */
// feature: chinese
function SiteFooter({ t, language }: { t: Messages; language: Language | undefined }) {
  // end, otherwise: function SiteFooter({ t }: { t: Messages }) {
  return (
    <footer className="border-t border-rule">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-6 px-4 py-3 text-sm text-ink-soft sm:px-6">
        <p className="grow py-2">{t.purpose}</p>
        <nav aria-label={t.about} className="flex flex-wrap gap-x-6">
          <a href={source} className="link place">
            {t.source}
          </a>
          <a href={documents} className="link place">
            {t.documents}
          </a>
          {/* feature: openapi */}
          <PageLink href={routes.openapi} className="link place">
            {t.api}
          </PageLink>
          {/* end */}
        </nav>
        {/* feature: chinese */}
        {language && <LanguageSwitch current={language} />}
        {/* end */}
      </div>
    </footer>
  )
}

import type { ReactNode } from 'react'
import { type RenderedAccount, RenderedFor } from '@/app/ui/rendered-for'
import { SiteFooter } from '@/app/ui/site-footer'
import { SiteHeader, type Visitor } from '@/app/ui/site-header'

interface Props {
  visitor: Visitor
  account: RenderedAccount
  /** Whether this deployment has a lab: unknown, so no, on an error page. */
  hasLab?: boolean
  children: ReactNode
}

/** Without the server, for error pages. Skip link and landmarks, in the order in which a keyboard meets them. */
export function Frame({ visitor, account, hasLab = false, children }: Props) {
  return (
    <RenderedFor account={account}>
      <div className="flex min-h-dvh flex-col">
        <a
          href="#content"
          className="sr-only bg-sheet focus:not-sr-only focus:absolute focus:top-3 focus:left-3 focus:z-10 focus:px-4 focus:py-2"
        >
          Skip to the content
        </a>
        <SiteHeader visitor={visitor} hasLab={hasLab} />
        <main
          id="content"
          tabIndex={-1}
          className="mx-auto w-full max-w-6xl grow px-4 py-8 outline-none sm:px-6 sm:py-12"
        >
          {children}
        </main>
        <SiteFooter />
      </div>
    </RenderedFor>
  )
}

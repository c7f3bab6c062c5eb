import type { ReactNode } from 'react'
import { type RenderedAccount, RenderedFor } from '@/app/ui/form/rendered-for'
import { type HeaderVisitor, SiteHeader } from '@/app/ui/page/header'
import { PageLink } from '@/app/ui/page/link'
import { documents, routes, source } from '@/lib/routes'

interface Props {
  visitor: HeaderVisitor
  account: RenderedAccount
  // feature: lab
  /** Whether this deployment has a lab: unknown, so no, on an error page. */
  hasLab?: boolean
  // end
  children: ReactNode
}

/** Without the server, for error pages. Skip link and landmarks, in the order in which a keyboard meets them. */
export function Frame({
  visitor,
  account,
  children,
  hasLab = false, // feature: lab
}: Props) {
  return (
    <RenderedFor account={account}>
      <div className="flex min-h-dvh flex-col">
        <a
          href="#content"
          className="sr-only bg-sheet focus:not-sr-only focus:absolute focus:top-3 focus:left-3 focus:z-10 focus:px-4 focus:py-2"
        >
          Skip to the content
        </a>
        <SiteHeader
          visitor={visitor}
          hasLab={hasLab} // feature: lab
        />
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

const link = 'link inline-flex min-h-11 items-center'

/** The way to everything that is no page of the application. */
export function SiteFooter() {
  return (
    <footer className="border-t border-rule">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-6 px-4 py-3 text-sm text-ink-soft sm:px-6">
        <p className="grow py-2">A reference application for sessions with Next.js. MIT licence.</p>
        <nav aria-label="About" className="flex flex-wrap gap-x-6">
          <a href={source} className={link}>
            Source
          </a>
          <a href={documents} className={link}>
            Documents
          </a>
          {/* feature: openapi */}
          <PageLink href={routes.openapi} className={link}>
            API
          </PageLink>
          {/* end */}
        </nav>
      </div>
    </footer>
  )
}

import { PageLink } from '@/app/ui/page-link'
import { documents, routes, source } from '@/lib/routes'

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
          <PageLink href={routes.openapi} className={link}>
            API
          </PageLink>
        </nav>
      </div>
    </footer>
  )
}

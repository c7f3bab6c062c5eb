import { PageHeading } from '@/app/ui/page-heading'
import { PageLink } from '@/app/ui/page-link'
import { routes } from '@/lib/routes'

const pages = [
  { href: routes.admin, name: 'Users' },
  { href: routes.audit, name: 'Audit trail' },
] as const

export function AdminHeading({ current }: { current: (typeof pages)[number]['href'] }) {
  return (
    <>
      <PageHeading>{pages.find(({ href }) => href === current)?.name}</PageHeading>
      <nav aria-label="Admin" className="mt-3 flex gap-6 border-b border-rule">
        {pages.map(({ href, name }) => (
          <PageLink
            key={href}
            href={href}
            current={href === current && 'page'}
            className={`flex min-h-11 items-center border-b-2 ${href === current ? 'border-ink font-semibold' : 'link border-transparent'}`}
          >
            {name}
          </PageLink>
        ))}
      </nav>
    </>
  )
}

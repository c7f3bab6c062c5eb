import { PageHeading } from '@/app/ui/page/heading'
import { PageLink } from '@/app/ui/page/link'
import { routes } from '@/lib/routes'

const pages = [
  {
    href: routes.admin,
    name: 'Users',
    purpose: 'Change roles, disable accounts, and log users out on every device. Each change counts within a second.',
  },
  { href: routes.audit, name: 'Audit trail', purpose: 'Who did what, when and from where.' },
] as const

export function AdminHeading({ current }: { current: (typeof pages)[number]['href'] }) {
  const page = pages.find(({ href }) => href === current)

  return (
    <>
      <PageHeading>{page?.name}</PageHeading>
      <p className="mt-2 max-w-2xl text-ink-soft">{page?.purpose}</p>
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

interface Props {
  /** The neighbouring pages: address and text of each link. */
  back: { href: string; text: string } | null
  on: { href: string; text: string } | null
}

export function PageLinks({ back, on }: Props) {
  if (!back && !on) return null

  return (
    <nav aria-label="Pages" className="mt-5 flex flex-wrap gap-3">
      {back && (
        <PageLink href={back.href} className="button button-quiet">
          {back.text}
        </PageLink>
      )}
      {on && (
        <PageLink href={on.href} className="button button-quiet">
          {on.text}
        </PageLink>
      )}
    </nav>
  )
}

/** The address, with the parameters that are not empty. */
export function toHref(path: string, params: Readonly<Record<string, string>>): string {
  const filled = Object.entries(params).filter(([, value]) => value !== '')
  return filled.length > 0 ? `${path}?${new URLSearchParams(filled)}` : path
}

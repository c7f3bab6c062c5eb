import { PageLink } from '@/app/ui/page-link'

interface Props {
  /** Both ends of what can be leafed through: where a link leads, and what it says. */
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

import type { ReactNode } from 'react'
import { places } from '@/app/lab/places'
import { PageFrame } from '@/app/ui/page-frame'
import { PageHeading } from '@/app/ui/page-heading'
import { PageLink } from '@/app/ui/page-link'
import { PlaceLink } from '@/app/ui/place-link'
import { loginPath, routes } from '@/lib/routes'
import type { Session } from '@/lib/session/session'

interface Props {
  session: Session | null
  heading: string
  /** One paragraph: what is done here, and to whom. */
  summary: ReactNode
  children: ReactNode
}

/** The frame of every page of the lab: where one is, what for, and what it needs. */
export function LabFrame({ session, heading, summary, children }: Props) {
  return (
    <PageFrame visitor={session}>
      <nav aria-label="Lab" className="mb-8 flex flex-wrap gap-x-5 border-b border-rule pb-2">
        {places.map(({ href, name }) => (
          <PlaceLink key={href} href={href}>
            {name}
          </PlaceLink>
        ))}
      </nav>
      <PageHeading>{heading}</PageHeading>
      <p className="mt-2 max-w-2xl text-ink-soft">{summary}</p>
      <noscript>
        <p className="mt-6 max-w-2xl border-l-4 border-alert bg-sheet px-4 py-3 font-medium">
          The lab needs JavaScript: scripts ask for verdicts and draw what came of it.
        </p>
      </noscript>
      <div data-model={session?.model} className="mt-10">
        {children}
      </div>
    </PageFrame>
  )
}

/** In the place of what only somebody who is logged in can do. */
export function LogInFirst({ children }: { children: ReactNode }) {
  return (
    <p className="sheet max-w-2xl p-5">
      {children}{' '}
      <PageLink href={loginPath(routes.dashboard)} className="link">
        Log in
      </PageLink>{' '}
      and come back.
    </p>
  )
}

import type { ReactNode } from 'react'
import { labPlaces } from '@/app/lab/places'
import { PageHeading } from '@/app/ui/page/heading'
import { PageLink } from '@/app/ui/page/link'
import { PageFrame } from '@/app/ui/page/page-frame'
import { PlaceLink } from '@/app/ui/page/place-link'
import { env } from '@/lib/env'
import { loginPath, routes } from '@/lib/routes'
import type { Session } from '@/lib/session/session'

interface Props {
  session: Session | null
  heading: string
  /** One sentence: what the page is for. */
  summary: string
  /** How it is done, for who asks. */
  method?: string
  children: ReactNode
}

/** The frame of every page of the lab: where one is, what for, and what it needs. */
export function LabFrame({ session, heading, summary, method, children }: Props) {
  return (
    <PageFrame visitor={session}>
      <nav
        aria-label="Lab"
        className="mb-8 flex flex-wrap justify-between gap-x-2 border-b border-rule pb-2 text-sm sm:justify-start sm:gap-x-5 sm:text-base"
      >
        {labPlaces.map(({ href, name }) => (
          <PlaceLink key={href} href={href}>
            {name}
          </PlaceLink>
        ))}
      </nav>
      <PageHeading>{heading}</PageHeading>
      <p className="mt-2 max-w-2xl text-lg">{summary}</p>
      {method && (
        <details className="max-w-2xl">
          <summary className="link inline-flex min-h-11 cursor-pointer items-center">How it works</summary>
          <p className="text-ink-soft">{method}</p>
        </details>
      )}
      {env().NODE_ENV === 'development' && <DevelopmentNote />}
      <noscript>
        <p className="mt-6 max-w-2xl border-l-4 border-alert bg-sheet px-4 py-3 font-medium">
          The lab needs JavaScript: scripts ask for verdicts and draw what came of it.
        </p>
      </noscript>
      <div data-model={session?.model} className="mt-6">
        {children}
      </div>
    </PageFrame>
  )
}

/** Figures of a development server are not those of a deployment. */
function DevelopmentNote() {
  return (
    <p className="mt-2 max-w-2xl text-sm text-ink-soft">
      This is the development server. The lab compiles its targets before it measures, but each request is slower here.
      A production build is faster, and its time lines are denser: <code className="font-mono">npm run build</code>,
      then <code className="font-mono">LAB=on npm start</code>.
    </p>
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

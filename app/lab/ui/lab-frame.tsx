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
  /** How the experiment works. */
  method?: string
  // feature: events
  /** The page has no experiment, and works without JavaScript. */
  isText?: boolean
  // end
  children: ReactNode
}

/** The frame of every page of the lab: navigation, purpose and requirements. */
export function LabFrame({
  session,
  heading,
  summary,
  method,
  isText, // feature: events
  children,
}: Props) {
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
          <p className="text-ink-soft">
            {method}{' '}
            <PageLink href={`${routes.lab}#words`} className="link">
              What the words mean
            </PageLink>
          </p>
        </details>
      )}
      {env().NODE_ENV === 'development' && <DevelopmentNote />}
      {/* feature: events */}
      {!isText && <ScriptNote />}
      {/* end, otherwise: <ScriptNote /> */}
      <div data-model={session?.model} className="mt-6">
        {children}
      </div>
    </PageFrame>
  )
}

function ScriptNote() {
  return (
    <noscript>
      <p className="mt-6 max-w-2xl border-l-4 border-alert bg-sheet px-4 py-3 font-medium">
        The lab needs JavaScript: its scripts send the requests and draw the results.
      </p>
    </noscript>
  )
}

/** A development server is slower than a deployment. */
function DevelopmentNote() {
  return (
    <p className="mt-2 max-w-2xl text-sm text-ink-soft">
      This is the development server. The lab compiles its targets before it measures, but each request is slower here.
      A production build is faster and makes more attempts per second: <code className="font-mono">npm run build</code>,
      then <code className="font-mono">LAB=on npm start</code>.
    </p>
  )
}

/** Replaces an experiment that requires a login. */
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

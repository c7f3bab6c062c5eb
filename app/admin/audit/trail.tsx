import type { ReactNode } from 'react'
import { nameOfKind } from '@/app/admin/audit/kind-names'
import { toHref } from '@/app/admin/to-href'
import { PageLink } from '@/app/ui/page-link'
import { routes } from '@/lib/routes'
import type { ListedEvent } from '@/lib/server/list-audit-events'
import { nameDevice } from '@/lib/server/name-device'

/** In UTC: the server cannot know the visitor's zone. */
const inWords = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' })

/** Newest first, an entry per event: what, when, whom, and what is known about where it came from. */
export function Trail({ events }: { events: readonly ListedEvent[] }) {
  return (
    <ol className="grid gap-3">
      {events.map((event) => (
        <li key={event.id} className="sheet grid gap-x-8 gap-y-2 px-4 py-3 md:grid-cols-[15rem_1fr]">
          <div>
            <h2 className="font-sans font-semibold">{nameOfKind(event.kind)}</h2>
            <time dateTime={event.at.toISOString()} className="block text-sm text-ink-soft tabular-nums">
              {inWords.format(event.at)} UTC
            </time>
          </div>
          <Facts event={event} />
        </li>
      ))}
    </ol>
  )
}

function Facts({ event }: { event: ListedEvent }) {
  const { person, actor, detail, model, sessionId, ip, userAgent } = event
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
      <Fact name="Person">{person ? <Person email={person} /> : 'unknown'}</Fact>
      {actor && (
        <Fact name="Done by">
          <Person email={actor} />
        </Fact>
      )}
      {detail && <Fact name="Change">{detail.replace('>', ' → ')}</Fact>}
      {userAgent && <Fact name="Device">{nameDevice(userAgent)}</Fact>}
      {ip && <Fact name="Address">{ip}</Fact>}
      {model && <Fact name="Model">{model}</Fact>}
      {sessionId && (
        <Fact name="Session">
          <span className="font-mono">{sessionId.slice(0, 8)}…</span>
        </Fact>
      )}
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex gap-2">
      <dt className="shrink-0 text-ink-soft">{name}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  )
}

const Person = ({ email }: { email: string }) => (
  <PageLink href={toHref(routes.audit, { person: email })} className="link">
    {email}
  </PageLink>
)

import type { ReactNode } from 'react'
import { nameOfKind } from '@/app/admin/audit/kind-names'
import { toHref } from '@/app/admin/to-href'
import { inUtc } from '@/app/ui/in-utc'
import { PageLink } from '@/app/ui/page-link'
import { routes } from '@/lib/routes'
import type { ListedEvent } from '@/lib/server/list-audit-events'
import { nameDevice } from '@/lib/server/name-device'

/** Newest first, an entry per event: what, when, whom, and what is known about where it came from. */
export function Trail({ events }: { events: readonly ListedEvent[] }) {
  return (
    <ol className="grid gap-3">
      {events.map((event) => (
        <li key={event.id} className="sheet grid gap-x-8 gap-y-2 px-4 py-3 md:grid-cols-[13rem_1fr]">
          <div>
            <h2 className="font-sans font-semibold">{nameOfKind(event.kind)}</h2>
            {event.detail && <p>{event.detail.replace('>', ' → ')}</p>}
            <time dateTime={event.at.toISOString()} className="block text-sm text-ink-soft tabular-nums">
              {inUtc(event.at, 'second')}
            </time>
          </div>
          <Facts event={event} />
        </li>
      ))}
    </ol>
  )
}

/** Each fact has its place, so that events can be compared line by line, whichever of them have it. */
function Facts({ event: { person, actor, model, sessionId, ip, userAgent } }: { event: ListedEvent }) {
  return (
    <dl className="grid content-start gap-x-6 gap-y-0.5 text-sm lg:gap-y-1 lg:grid-cols-[1.3fr_1fr_1.2fr]">
      <Fact name="Person" place="lg:col-start-1">
        {person ? <Filter by={{ person }}>{person}</Filter> : 'unknown'}
      </Fact>
      <Fact name="Device" place="lg:col-start-2">
        {userAgent && nameDevice(userAgent)}
      </Fact>
      <Fact name="Model" place="lg:col-start-3">
        {model}
      </Fact>
      <Fact name="Done by" place="lg:col-start-1 lg:row-start-2">
        {actor && <Filter by={{ person: actor }}>{actor}</Filter>}
      </Fact>
      <Fact name="Address" place="lg:col-start-2 lg:row-start-2">
        {ip}
      </Fact>
      <Fact name="Session" place="lg:col-start-3 lg:row-start-2">
        {sessionId && (
          <Filter by={{ session: sessionId }}>
            <span className="font-mono text-[0.8125rem]">{sessionId}</span>
          </Filter>
        )}
      </Fact>
    </dl>
  )
}

/** Nothing where nothing is known. */
function Fact({ name, place, children }: { name: string; place: string; children: ReactNode }) {
  if (!children) return null

  return (
    <div className={`grid grid-cols-[3.75rem_1fr] gap-2 ${place}`}>
      <dt className="text-ink-soft">{name}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  )
}

const Filter = ({ by, children }: { by: Readonly<Record<string, string>>; children: ReactNode }) => (
  <PageLink href={toHref(routes.audit, by)} className="link">
    {children}
  </PageLink>
)

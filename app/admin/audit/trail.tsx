import type { ReactNode } from 'react'
import { nameOfKind } from '@/app/admin/audit/audit-search'
import { toHref } from '@/app/admin/navigation'
import { inUtc } from '@/app/ui/in-words'
import { PageLink } from '@/app/ui/page/link'
import { routes } from '@/lib/routes'
import type { ListedEvent } from '@/lib/server/admin/audit-trail'
import { nameDevice } from '@/lib/server/http/client'

const headings = [
  { name: 'Event', width: '' },
  { name: 'Time', width: 'w-52' },
  { name: 'Person', width: 'w-48' },
  { name: 'Done by', width: 'w-44' },
  { name: 'Device', width: 'w-36' },
  { name: 'Session', width: 'w-56' },
] as const

/** These events concern no single account. */
const withoutPerson: readonly string[] = [
  'everyone_cut_off',
  ...['factor_required', 'factor_not_required'], // feature: required-factor
]

/** Newest first. A table on wide screens, a card for each event on narrow ones. */
export function Trail({ events }: { events: readonly ListedEvent[] }) {
  return (
    <table className="w-full border-collapse text-left text-sm max-lg:block lg:table-fixed">
      <caption className="sr-only">Events, newest first</caption>
      <thead className="border-b-2 border-ink text-ink-soft max-lg:sr-only">
        <tr>
          {headings.map(({ name, width }) => (
            <th key={name} scope="col" className={`px-3 py-2 font-medium ${width}`}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-lg:grid max-lg:gap-3">
        {events.map((event) => (
          <EventRow key={event.id} event={event} />
        ))}
      </tbody>
    </table>
  )
}

function EventRow({ event }: { event: ListedEvent }) {
  const { kind, detail, at, person, actor, model, sessionId, ip, userAgent } = event

  return (
    <tr className="sheet align-top max-lg:block max-lg:py-2">
      <th scope="row" className="px-3 py-2 text-base font-semibold max-lg:block">
        {nameOfKind(kind)}
        {detail && <span className="block text-sm font-normal">{detail.replace('>', ' → ')}</span>}
      </th>
      <Cell name="Time">
        <time dateTime={at.toISOString()} className="tabular-nums">
          {inUtc(at, 'second')}
        </time>
      </Cell>
      <Cell name="Person">
        {person ? <Filter by={{ person }}>{person}</Filter> : !withoutPerson.includes(kind) && 'unknown'}
      </Cell>
      <Cell name="Done by">{actor && <Filter by={{ person: actor }}>{actor}</Filter>}</Cell>
      <Cell name="Device">
        {userAgent && <span className="block">{nameDevice(userAgent)}</span>}
        {ip}
      </Cell>
      <Cell name="Session">
        {model && <span className="block">{model}</span>}
        {sessionId && (
          <Filter by={{ session: sessionId }}>
            <span className="font-mono text-[0.8125rem]">{sessionId}</span>
          </Filter>
        )}
      </Cell>
    </tr>
  )
}

/** A card leaves out unknown values. A table keeps the empty column. */
function Cell({ name, children }: { name: string; children: ReactNode }) {
  return (
    <td className="px-3 py-2 [overflow-wrap:anywhere] max-lg:grid max-lg:grid-cols-[4.5rem_1fr] max-lg:gap-2 max-lg:py-0.5 max-lg:has-[[data-value]:empty]:hidden">
      <span aria-hidden="true" className="text-ink-soft lg:hidden">
        {name}
      </span>
      <div data-value>{children}</div>
    </td>
  )
}

const Filter = ({ by, children }: { by: Readonly<Record<string, string>>; children: ReactNode }) => (
  <PageLink href={toHref(routes.audit, by)} className="link">
    {children}
  </PageLink>
)

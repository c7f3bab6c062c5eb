import type { SessionEvent } from '@/lib/events/event'
import { columns, type EventGroup } from '@/lib/events/table'

/** A table on wide screens, a card for each event on narrow ones. */
export function EventTable({ part: { id, heading, events } }: { part: EventGroup }) {
  return (
    <section aria-labelledby={id} className="mt-10 first:mt-0">
      <h2 id={id} className="text-3xl font-semibold">
        {heading}
      </h2>
      <table aria-labelledby={id} className="mt-4 w-full border-collapse text-left max-lg:block lg:table-fixed">
        <thead className="border-b-2 border-ink text-sm text-ink-soft max-lg:sr-only">
          <tr>
            {['event', ...columns.map(({ title }) => title)].map((title) => (
              <th key={title} scope="col" className="px-3 py-2 font-medium first:w-52">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="max-lg:grid max-lg:gap-4 max-lg:sm:grid-cols-2">
          {events.map((event) => (
            <Row key={event.id} event={event} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Row({ event }: { event: SessionEvent }) {
  return (
    <tr className="sheet align-top max-lg:block max-lg:py-2">
      <th scope="row" className="px-3 py-2 font-semibold max-lg:block max-lg:py-1">
        {event.name}
      </th>
      {columns.map(({ title, cellOf }) => (
        <td
          key={title}
          className="px-3 py-2 max-lg:grid max-lg:grid-cols-[8rem_1fr] max-lg:items-baseline max-lg:gap-x-3 max-lg:py-0.5"
        >
          <span className="text-sm text-ink-soft lg:hidden">{title}</span>
          {cellOf(event)}
        </td>
      ))}
    </tr>
  )
}

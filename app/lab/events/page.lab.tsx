import type { Metadata } from 'next'
import { EventTable } from '@/app/lab/events/event-table'
import { LabFrame } from '@/app/lab/ui/lab-frame'
import { reading } from '@/lib/events/reading'
import { parts } from '@/lib/events/table'
import { requireLab } from '@/lib/lab/server/require-lab'
import { getSession } from '@/lib/server/guards/require-session'

export const metadata: Metadata = { title: 'Events' }

/** The table of docs/events.md. Tests perform each event and measure each cell. */
export default async function EventsPage() {
  requireLab()

  return (
    <LabFrame
      session={await getSession()}
      heading="What each event does"
      summary="See what a login, a new password or a new role does to this session, to the others and to their tokens."
      isText
    >
      {parts.map((part) => (
        <EventTable key={part.id} part={part} />
      ))}
      <section aria-labelledby="reading" className="mt-12">
        <h2 id="reading" className="text-3xl font-semibold">
          How to read the table
        </h2>
        <dl className="mt-4 max-w-3xl">
          {reading.map(({ term, meaning }) => (
            <div key={term} className="grid gap-x-4 border-t border-rule py-2 sm:grid-cols-[9rem_1fr]">
              <dt className="font-semibold">{term}</dt>
              <dd className="text-ink-soft">{meaning}</dd>
            </div>
          ))}
        </dl>
      </section>
    </LabFrame>
  )
}

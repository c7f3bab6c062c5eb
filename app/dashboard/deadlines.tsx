// feature: trace (this file)
import { Countdown } from '@/app/ui/countdown'
import { inUtc } from '@/app/ui/in-words'
import type { Session } from '@/lib/session/session'
import { toDate, toIso } from '@/lib/time'

const deadlines = [
  {
    key: 'freshUntil',
    name: 'Fresh until',
    over: 'This time has passed. The next page renews the cookie.',
    outcome: 'From then on the next protected page renews the cookie, and reads your role from the database again.',
  },
  {
    key: 'idleUntil',
    name: 'Idle until',
    over: 'This time has passed. The session has ended.',
    outcome: 'Without a renewal by then, the session ends. Each renewal moves it.',
  },
  {
    key: 'endsAt',
    name: 'Ends at',
    over: 'This time has passed. The session has ended.',
    outcome: 'The session ends at this time. No renewal moves it.',
  },
] as const

export function DeadlineList({ session, now }: { session: Session; now: number }) {
  return (
    <section aria-labelledby="deadlines">
      <h2 id="deadlines" className="text-3xl font-semibold">
        Deadlines
      </h2>
      <dl className="mt-5 grid gap-x-8 gap-y-6 md:grid-cols-3">
        {deadlines.map(({ key, name, over, outcome }) => (
          <div key={key} className="border-t-2 border-model pt-3">
            <dt className="text-ink-soft">{name}</dt>
            <dd>
              <Countdown key={now} until={session[key]} now={now} over={over} />
              <time dateTime={toIso(session[key])} className="block text-sm text-ink-soft tabular-nums">
                {inUtc(toDate(session[key]), 'second')}
              </time>
              <p className="mt-2">{outcome}</p>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

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
    name: 'Ends if unused until',
    over: 'This time has passed. The session has ended.',
    outcome: 'Without a renewal by then, the session ends. Each renewal moves this date.',
  },
  {
    key: 'endsAt',
    name: 'Ends at the latest',
    over: 'This time has passed. The session has ended.',
    outcome: 'The session ends at this time. No renewal moves this date.',
  },
] as const

export function DeadlineList({ session, now }: { session: Session; now: number }) {
  return (
    <section aria-labelledby="deadlines">
      <h2 id="deadlines" className="text-3xl font-semibold">
        Deadlines
      </h2>
      <dl className="deadlines">
        {deadlines.map(({ key, name, over, outcome }) => (
          <div key={key}>
            <dt>{name}</dt>
            <dd>
              <Countdown key={now} until={session[key]} now={now} over={over} />
              <time dateTime={toIso(session[key])}>{inUtc(toDate(session[key]), 'second')}</time>
              <p>{outcome}</p>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

import { InspectSection } from '@/app/lab/inspect/section'
import { inWords } from '@/app/ui/in-words'
import type { Session } from '@/lib/session/session'
import { toDate, toIso } from '@/lib/time'

interface Props {
  session: Session
  issuedAt: number
  now: number
}

/** In UTC: the server does not know the visitor's time zone. */
const toDay = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' })
const toClock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone: 'UTC' })

/** The scale is logarithmic, in seconds since the session began, so that minutes and days fit on one line. */
export function TimeLine({ session, issuedAt, now }: Props) {
  const { startedAt, authenticatedAt, freshUntil, idleUntil, endsAt } = session
  const events = [
    ['Session started', startedAt],
    ['Last authentication', authenticatedAt],
    ['Credential issued', issuedAt],
    ['Now', now],
    ['Fresh window closes', freshUntil],
    ['Idle timeout', idleUntil],
    ['Absolute timeout', endsAt],
  ] as const
  const placeOf = (at: number) => (log(at - startedAt) / log(endsAt - startedAt)) * 100

  return (
    <InspectSection
      id="time"
      heading="Age and deadlines"
      hint={`This credential is ${now - issuedAt} seconds old. In its fresh window, a check asks only for revocations; after it, the credential is renewed. The scale is logarithmic, so that minutes and days fit on one line.`}
    >
      <table className="w-full table-fixed">
        <thead>
          <tr className="text-left">
            <th scope="col" className="w-40 py-1.5 font-semibold sm:w-60">
              Event
            </th>
            <th scope="col" className="py-1.5 font-semibold">
              Scale
            </th>
            <th scope="col" className="w-28 py-1.5 text-right font-semibold">
              From now
            </th>
          </tr>
        </thead>
        <tbody>
          {events.map(([name, at]) => (
            <tr key={name} className="border-t border-rule">
              <th scope="row" className="py-2 pr-3 text-left font-semibold">
                {name}
                <Moment at={at} />
              </th>
              <td className="py-2">
                <Place at={placeOf(at)} now={placeOf(now)} />
              </td>
              <td className="py-2 text-right text-sm whitespace-nowrap tabular-nums">{toGap(at - now)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </InspectSection>
  )
}

function Moment({ at }: { at: number }) {
  const date = toDate(at)
  return (
    <time dateTime={toIso(at)} className="block text-sm font-normal text-ink-soft tabular-nums">
      <span className="inline-block">{toDay.format(date)},</span>{' '}
      <span className="inline-block">{toClock.format(date)} UTC</span>
    </time>
  )
}

const log = (seconds: number) => Math.log1p(Math.max(0, seconds))

function toGap(seconds: number): string {
  if (seconds === 0) return 'now'
  return seconds > 0 ? `in ${inWords(seconds)}` : `${inWords(-seconds)} ago`
}

/** Two units of a hundred, at most. */
const mark = 1.6

function Place({ at, now }: { at: number; now: number }) {
  return (
    <svg viewBox="0 0 100 10" preserveAspectRatio="none" className="h-6 w-full" aria-hidden="true">
      <rect className="fill-rule" y="4.7" width="100" height="0.6" />
      <rect className="fill-ink-soft" x={Math.min(now, 99.7)} width="0.3" height="10" />
      <rect className="fill-model" x={Math.min(at, 100 - mark)} y="1" width={mark} height="8" />
    </svg>
  )
}

import { inUtc } from '@/app/ui/in-utc'
import { ago } from '@/app/ui/in-words'
import { toDate, toIso } from '@/lib/time'

/** "3 minutes ago", with the exact time beside it on demand. @param at and @param now: seconds since 1970, by one clock */
export function Moment({ at, now }: { at: number; now: number }) {
  return (
    <time dateTime={toIso(at)} title={inUtc(toDate(at), 'second')} className="tabular-nums">
      {ago(now - at)}
    </time>
  )
}

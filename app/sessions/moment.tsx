import { inUtc } from '@/app/ui/in-utc'
import { toDate, toIso } from '@/lib/time'

/** @param at seconds since 1970 */
export function Moment({ at }: { at: number }) {
  return (
    <time dateTime={toIso(at)} className="tabular-nums">
      {inUtc(toDate(at), 'minute')}
    </time>
  )
}

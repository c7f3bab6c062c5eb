import { toDate, toIso } from '@/lib/time'

/** In UTC: the server cannot know the visitor's zone, and a second rendering in the browser would have to differ. */
const inWords = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })

/** @param at seconds since 1970 */
export function Moment({ at }: { at: number }) {
  return (
    <time dateTime={toIso(at)} className="tabular-nums">
      {inWords.format(toDate(at))} UTC
    </time>
  )
}

import { sentenceFor } from '@/app/account/activity-sentences'
import { inUtc } from '@/app/ui/in-utc'
import type { Activity } from '@/lib/server/list-activity'

export function ActivityList({ activity }: { activity: readonly Activity[] }) {
  if (activity.length === 0) return <p>Nothing has happened yet.</p>

  return (
    <ol className="border-t border-rule">
      {activity.map((event) => (
        <li key={event.id} className="grid gap-x-5 border-b border-rule py-2.5 sm:grid-cols-[11rem_1fr]">
          <time dateTime={event.at.toISOString()} className="text-sm leading-6 text-ink-soft tabular-nums">
            {inUtc(event.at, 'minute')}
          </time>
          <div>
            <p className="font-medium">{sentenceFor(event)}</p>
            <Whence event={event} />
          </div>
        </li>
      ))}
    </ol>
  )
}

/** What a browser said about itself is text (ASVS 3.2.2), and as trustworthy as its sender. */
function Whence({ event: { device, ip, model } }: { event: Activity }) {
  const parts = [device, ip && `from ${ip}`, model && `${model} session`].filter(Boolean)
  return <p className="text-sm wrap-anywhere text-ink-soft empty:hidden">{parts.join(', ')}</p>
}

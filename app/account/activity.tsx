// feature: activity (this file)
import { inUtc } from '@/app/ui/in-words'
import type { Activity } from '@/lib/server/account/activity'

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
            <p className="font-medium">{activitySentence(event)}</p>
            <Whence event={event} />
          </div>
        </li>
      ))}
    </ol>
  )
}

/** What a browser said about itself is text (ASVS 3.2.2), and as trustworthy as its sender. */
function Whence({ event }: { event: Activity }) {
  const parts = [
    event.device,
    event.ip && `from ${event.ip}`,
    event.model && `${event.model} session`, // model: several
  ].filter(Boolean)
  return <p className="text-sm wrap-anywhere text-ink-soft empty:hidden">{parts.join(', ')}</p>
}

/** By the owner. */
const sentences: Readonly<Record<string, string>> = {
  signup: 'The account was opened.',
  login: 'You logged in.',
  login_failed: 'Somebody tried to log in with a wrong password.',
  logout: 'You logged out.',
  step_up: 'You proved your password again.',
  step_up_failed: 'Somebody who was logged in gave a wrong password.',
  renewal_refused: 'A session that had ended was tried again.',
  refresh_reused: 'A used refresh token came back, as after a theft: its session was ended.',
  revoked: 'You ended a session from another device.',
  others_cut_off: 'You ended every other session.',
  cut_off: 'Every session was ended.',
  name_changed: 'The name was changed.',
  password_changed: 'The password was changed, and every other session ended.',
  role_changed: 'The role was changed.',
  disabled: 'The account was disabled.',
  enabled: 'The account was enabled again.',
}

/** By an admin. */
const byOthers: Readonly<Record<string, string>> = {
  cut_off: 'An admin ended every session.',
  role_changed: 'An admin changed the role.',
  disabled: 'An admin disabled the account.',
  enabled: 'An admin enabled the account again.',
}

/** An event of a kind that a newer release knows is still told, in its own word. */
export function activitySentence({ kind, detail, isByOther }: Activity): string {
  const sentence = (isByOther ? byOthers[kind] : undefined) ?? sentences[kind] ?? kind
  return detail ? `${sentence.replace(/\.$/, '')}: ${inWords(detail)}.` : sentence
}

/** `member>editor` */
const inWords = (detail: string) => detail.replace('>', ' before, now ')

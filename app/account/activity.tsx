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

/** The User-Agent header comes from the client: it is shown as text (ASVS 3.2.2), and proves nothing. */
function Whence({ event }: { event: Activity }) {
  const parts = [
    event.device,
    event.ip && `from ${event.ip}`,
    event.model && `${event.model} session`, // model: several
  ].filter(Boolean)
  return <p className="text-sm wrap-anywhere text-ink-soft empty:hidden">{parts.join(', ')}</p>
}

/** For an act of the account's owner. */
const sentences: Readonly<Record<string, string>> = {
  signup: 'The account was opened.',
  login: 'You logged in.',
  login_failed: 'A login with a wrong password was refused.',
  logout: 'You logged out.',
  step_up: 'You entered your password again.',
  step_up_failed: 'A wrong password was entered in an open session.',
  renewal_refused: 'A session that had ended was used again, and was refused.',
  refresh_reused: 'A session was ended because its cookie may have been copied.',
  revoked: 'You ended a session on another device.',
  others_cut_off: 'You ended every other session.',
  cut_off: 'Every session was ended.',
  name_changed: 'The name was changed.',
  password_changed: 'The password was changed, and every other session was ended.',
  // feature: mail
  reset_link_sent: 'A link that sets a new password was sent to your address.',
  password_reset: 'A new password was set with a link from a mail, and every session was ended.',
  verify_link_sent: 'A link that verifies your address was sent.',
  address_verified: 'Your address was verified.',
  change_link_sent: 'A link that changes the address of the account was sent to a new address.',
  login_disowned: 'You reported a login. Every session was ended, and the password was locked.',
  address_changed: 'The address was changed, and every other session was ended.',
  address_restored: 'The change of the address was undone, a new password was set, and every session was ended.',
  // end
  // feature: second-factor
  second_factor_on: 'A second factor was turned on, and every other session was ended.',
  second_factor_off: 'A second factor was turned off, and every other session was ended.',
  second_factor_asked: 'The right password was entered, and a second factor was asked for.',
  second_factor_failed: 'The right password and a wrong code were entered.',
  recovery_codes_made: 'New recovery codes were made. The earlier ones no longer work.',
  recovery_code_used: 'A recovery code was used.',
  passkey_added: 'A passkey was added, and every other session was ended.',
  passkey_removed: 'A passkey was removed, and every other session was ended.',
  passkey_refused: 'A passkey was refused.',
  passkey_copied: 'A passkey was refused because it may have been copied.',
  // end
  role_changed: 'The role was changed.',
  disabled: 'The account was disabled.',
  enabled: 'The account was enabled again.',
}

/** For an act of an admin. */
const byOthers: Readonly<Record<string, string>> = {
  cut_off: 'An admin ended every session.',
  role_changed: 'An admin changed the role.',
  disabled: 'An admin disabled the account.',
  enabled: 'An admin enabled the account again.',
  second_factor_reset: 'An admin reset the second factor, and ended every session.', // feature: required-factor
}

/** An event that a newer release wrote is shown by the name of its kind. */
export function activitySentence({ kind, detail, isByOther }: Activity): string {
  const sentence = (isByOther ? byOthers[kind] : undefined) ?? sentences[kind] ?? kind
  return detail ? `${sentence.replace(/\.$/, '')}: ${inWords(detail)}.` : sentence
}

/** `member>editor` */
const inWords = (detail: string) => detail.replace('>', ' before, now ')

import { Acknowledgeable } from '@/app/password-notice/acknowledgeable'
import { inUtc } from '@/app/ui/in-words'
import { StampedEnvelope } from '@/app/ui/page/stamped-envelope'
import { listPasswordChanges, type PasswordChange } from '@/lib/server/account/password-notice'
import type { Session } from '@/lib/session/session'

/** On every page that a login can lead to, until somebody of the account says that they know (ASVS 6.3.7). */
export async function PasswordNotice({ session }: { session: Session }) {
  const changes = await listPasswordChanges(session)
  const [newest] = changes
  if (!newest) return null

  return (
    <div className="mt-6 max-w-3xl">
      <Acknowledgeable until={newest.at.toISOString()}>
        <div className="flex items-start gap-6">
          <div className="min-w-0 grow">
            <h2 id="password-notice" className="text-2xl font-semibold">
              Your password was changed
            </h2>
            <ul className="mt-2">
              {changes.map((change) => (
                <Change key={change.id} change={change} />
              ))}
            </ul>
            <p className="mt-2">
              If that was you, all is well. If not, somebody knows your password: choose another, which ends every other
              session.
            </p>
          </div>
          <div className="w-36 shrink-0 max-sm:hidden">
            <StampedEnvelope stamp="PLEASE READ" />
          </div>
        </div>
      </Acknowledgeable>
    </div>
  )
}

/** What a browser said about itself is text, and as trustworthy as its sender. */
function Change({ change: { at, ip, device } }: { change: PasswordChange }) {
  return (
    <li className="font-medium wrap-anywhere">
      On <time dateTime={at.toISOString()}>{inUtc(at, 'minute')}</time>, from {ip ?? 'an unknown address'} ({device})
    </li>
  )
}

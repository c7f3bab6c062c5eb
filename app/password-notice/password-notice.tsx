import { Acknowledgeable } from '@/app/password-notice/acknowledgeable'
import { inUtc } from '@/app/ui/in-words'
import { StampedEnvelope } from '@/app/ui/page/notice'
import { listPasswordChanges, type PasswordChange } from '@/lib/server/account/password-notice'
import type { Session } from '@/lib/session/session'

/** On every page that a login can lead to, until the user acknowledges it (ASVS 6.3.7). */
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
              If you know about this, there is nothing to do. If not, another person knows your password: change it now.
              A new password ends every other session.
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

/** The User-Agent header comes from the client: it is shown as text, and proves nothing. */
function Change({ change: { at, ip, device } }: { change: PasswordChange }) {
  return (
    <li className="font-medium wrap-anywhere">
      On <time dateTime={at.toISOString()}>{inUtc(at, 'minute')}</time>, from {ip ?? 'an unknown address'} ({device})
    </li>
  )
}

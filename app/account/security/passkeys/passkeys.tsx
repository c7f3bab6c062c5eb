// feature: second-factor (this file)
import { AddForm } from '@/app/account/security/passkeys/add-form'
import { RemoveForm, RemovingProvider, RenameForm } from '@/app/account/security/passkeys/card-forms'
import { inUtc } from '@/app/ui/in-words'
import { currentClient, nameDevice } from '@/lib/server/http/client'
import { type ListedPasskey, listPasskeys } from '@/lib/server/second-factor/passkeys'

interface Props {
  userId: string
  /** In words: how long a session may be accepted whose revocation could not be published. */
  acceptedFor: string
}

/** The passkeys of the account, and the form that adds one. */
export async function Passkeys({ userId, acceptedFor }: Props) {
  const passkeys = await listPasskeys(userId)
  const { userAgent } = await currentClient()

  return (
    <div className="grid max-w-xl gap-5">
      <RemovingProvider acceptedFor={acceptedFor}>
        {passkeys.length > 0 && (
          <ul className="grid gap-4">
            {passkeys.map((passkey) => (
              <PasskeyCard key={passkey.id} passkey={passkey} />
            ))}
          </ul>
        )}
      </RemovingProvider>
      <p className="hidden noscript:block">To add a passkey, turn JavaScript on.</p>
      <AddForm suggested={nameDevice(userAgent)} acceptedFor={acceptedFor} />
    </div>
  )
}

function PasskeyCard({ passkey }: { passkey: ListedPasskey }) {
  const { id, name, backedUp, createdAt, lastUsedAt } = passkey

  return (
    <li aria-labelledby={`passkey-${id}`} className="sheet grid gap-3 px-5 py-4">
      <div>
        <h3 id={`passkey-${id}`} className="text-xl font-semibold wrap-anywhere">
          {name}
        </h3>
        <p className="mt-1 text-sm text-ink-soft">
          {backedUp ? 'In a password manager, which copies it to your devices.' : 'On one device only.'} Added{' '}
          <Day at={createdAt} />, {lastUsedAt ? 'last used ' : 'never used'}
          {lastUsedAt && <Day at={lastUsedAt} />}.
        </p>
      </div>
      <div className="flex flex-wrap gap-3">
        <RenameForm id={id} name={name} />
        <RemoveForm id={id} name={name} />
      </div>
    </li>
  )
}

function Day({ at }: { at: Date }) {
  return (
    <time dateTime={at.toISOString()} className="tabular-nums">
      {inUtc(at, 'minute')}
    </time>
  )
}

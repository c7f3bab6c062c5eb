import { FinishLogoutForm } from '@/app/logout/logout-form'
import { UnfinishedLogout, unfinishedEntries } from '@/app/logout/unfinished'
import { inWords, tryAgainIn } from '@/app/ui/in-words'
import { env } from '@/lib/env'

interface Props {
  /** The query of the login page after a logout. */
  query: Record<string, string | string[] | undefined>
}

/** What a logout has done, on the login page that follows it. */
export function LogoutNote({ query }: Props) {
  const reach =
    (['everyone', 'everywhere', 'deletion'] as const).find((word) => String(query.logout).startsWith(word)) ?? 'here'
  const left = UnfinishedLogout.safeParse({ ...query, session: [query.session ?? []].flat() }).data

  return (
    <div role="status" className="my-5 border-l-4 border-ink bg-sheet px-4 py-3">
      <p className="font-medium">{sentences[left ? 'here' : reach]}</p>
      {left && (
        <FinishLogoutForm>
          <p>{`${risks[left.logout]} for up to ${inWords(env().FRESH_SECONDS)} more. Try again to stop that now.`}</p>
          {isDelay(query.retry) && (
            <p>{`There were too many attempts from your network. ${tryAgainIn(Number(query.retry))}`}</p>
          )}
          {unfinishedEntries(left).map(([name, value]) => (
            <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
          ))}
        </FinishLogoutForm>
      )}
    </div>
  )
}

const sentences = {
  here: 'You are logged out.',
  everywhere: 'You are logged out, here and on every other device.',
  everyone: 'All users are logged out, and so are you.',
  deletion: 'Your account is not deleted yet. You are logged out on every device. Log in to delete the account.',
} as const

/** What the retry prevents. */
const risks: Readonly<Record<UnfinishedLogout['logout'], string>> = {
  unfinished: 'A copy of your session may be accepted',
  everywhere_unfinished: 'Your other devices may stay logged in',
  everyone_unfinished: 'Some users may stay logged in',
}

/** Seconds until the next attempt, where there were too many. */
const isDelay = (found: unknown) => typeof found === 'string' && /^\d{1,4}$/.test(found)

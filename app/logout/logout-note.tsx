import { finishLogoutAction } from '@/app/logout/actions'
import { SubmitButton } from '@/app/ui/submit-button'

interface Props {
  /** The public id of a session that Redis has not heard about; null when everything is done. */
  unfinished: string | null
}

/** What became of a logout, where the visitor lands after it. */
export function LogoutNote({ unfinished }: Props) {
  return (
    <div role="status" className="mt-4 border-l-4 border-ink bg-sheet px-4 py-3">
      <p className="font-medium">You are logged out.</p>
      {unfinished && (
        <form action={finishLogoutAction} className="mt-1 grid justify-items-start gap-3">
          <p>
            Redis could not be told, though: a copy of your cookie, if there is one, could work for a few more minutes.
          </p>
          <input type="hidden" name="sessionId" value={unfinished} />
          <SubmitButton quiet>Tell it again</SubmitButton>
        </form>
      )}
    </div>
  )
}

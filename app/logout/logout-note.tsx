import { FinishLogoutForm } from '@/app/logout/logout-form'
import { tryAgainIn } from '@/app/ui/in-words'

interface Props {
  /** The public ids of sessions whose end Redis has not heard about; none when everything is done. */
  unfinished: readonly string[]
  /** Seconds, where Redis was told too often from this network. */
  retryAfter: number | null
  /** That it was a cut-off: whose, and whether Redis knows. */
  cutOff: { reach: keyof typeof cutOffs; end: 'ended' | 'unfinished' } | null
}

const cutOffs = {
  everyone: 'Everyone is logged out, and so are you.',
  everywhere: 'You are logged out, here and everywhere else.',
} as const

/** What became of a logout, where the visitor lands after it. */
export function LogoutNote({ unfinished, retryAfter, cutOff }: Props) {
  return (
    <div role="status" className="my-5 border-l-4 border-ink bg-sheet px-4 py-3">
      <p className="font-medium">{cutOff ? cutOffs[cutOff.reach] : 'You are logged out.'}</p>
      {cutOff?.end === 'unfinished' && (
        <p>
          Redis could not be told, though: for some minutes a copy of a cookie may still be believed. Log in and do it
          again to tell it.
        </p>
      )}
      {unfinished.length > 0 && (
        <FinishLogoutForm>
          <p>
            Redis could not be told, though: a copy of your cookie, if there is one, could work for a few more minutes.
          </p>
          {retryAfter !== null && <p>{`That was tried too often from your network. ${tryAgainIn(retryAfter)}`}</p>}
          {unfinished.map((id) => (
            <input key={id} type="hidden" name="session" value={id} />
          ))}
        </FinishLogoutForm>
      )}
    </div>
  )
}

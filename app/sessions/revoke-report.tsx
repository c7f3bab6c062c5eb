'use client'

import { useEffect, useRef } from 'react'
import type { RevokeOutcome, RevokeState } from '@/app/sessions/actions'
import { useRevoking } from '@/app/sessions/revoke-form'
import { ActionForm, SubmitButton } from '@/app/ui/form/call'
import { FormAnswer } from '@/app/ui/form/report'

interface Props {
  /** In words: how long a session may be accepted whose revocation could not be published. */
  acceptedFor: string
}

/** The answer of the page's forms. It takes the focus, because the card with the pressed button often disappears. */
export function RevokeReport({ acceptedFor }: Props) {
  const call = useRevoking()
  const { state, isUnanswered } = call
  const report = useRef<HTMLDivElement>(null)
  const sentence = revokeSentence(state, acceptedFor)
  const isSilent = sentence === '' && !isUnanswered && state.outcome !== 'other_account'
  const edge = state.outcome === 'revoked' && !isUnanswered ? 'border-ink' : 'border-alert'

  // biome-ignore lint/correctness/useExhaustiveDependencies: a second answer is a new reason to focus.
  useEffect(() => {
    if (!isSilent) report.current?.focus()
  }, [state, isSilent])

  return (
    <div
      ref={report}
      role="status"
      tabIndex={-1}
      className={isSilent ? '' : `mt-6 max-w-3xl border-l-4 bg-sheet px-4 py-3 ${edge}`}
    >
      {!isSilent && (
        <p className="font-medium">
          <FormAnswer call={call}>{sentence}</FormAnswer>
        </p>
      )}
      {state.outcome === 'unfinished' && (
        <ActionForm call={call} className="mt-3">
          <input type="hidden" name="scope" value={state.scope} />
          <input type="hidden" name="session" value={state.sessionId} />
          <SubmitButton quiet>Try again</SubmitButton>
        </ActionForm>
      )}
    </div>
  )
}

const sentences: Readonly<Record<RevokeOutcome, string>> = {
  idle: '',
  revoked: 'The session has ended. That device is logged out from its next request on.',
  unfinished: 'The session has ended, but that device may stay logged in',
  reopened:
    'That session has not ended: its password was entered again on that device meanwhile, which gave it a new id. Find it in the list below and try again.',
  not_found: 'No session was ended: you have no such session.',
  invalid: 'No session was ended: the form was incomplete. Please load this page again.',
  ended: 'Your session on this device has ended, so nothing else was done. Log in again and look at the list.',
  // app/ui/form/report.tsx shows this one.
  other_account: '',
  unavailable: 'We could not confirm this. Load the page again in a moment. If the session is still there, try again.',
  // The password field shows these.
  ...{ prove: '', wrong_password: '', too_many: '', busy: '' },
}

const aboutOthers: Partial<typeof sentences> = {
  revoked: 'Every other session has ended. You stay logged in here.',
  unfinished: 'Every other session has ended, but your other devices may stay logged in',
}

export function revokeSentence({ outcome, scope }: RevokeState, acceptedFor: string): string {
  const sentence = (scope === 'others' && aboutOthers[outcome]) || sentences[outcome]
  if (outcome !== 'unfinished') return sentence
  return `${sentence} for up to ${acceptedFor} more. Try again to stop that now.`
}

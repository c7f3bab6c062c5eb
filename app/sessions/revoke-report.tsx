'use client'

import { useEffect, useRef } from 'react'
import type { RevokeOutcome, RevokeState } from '@/app/sessions/actions'
import { useRevoking } from '@/app/sessions/revoking'
import { ActionForm } from '@/app/ui/form/call'
import { FormAnswer } from '@/app/ui/form/report'
import { SubmitButton } from '@/app/ui/form/submit-button'

interface Props {
  /** In words: for how long a session may be believed that Redis has not been told about. */
  believedFor: string
}

/** What became of it. Takes the focus: the button that was pressed is often gone with its session. */
export function RevokeReport({ believedFor }: Props) {
  const call = useRevoking()
  const { state, isUnanswered } = call
  const report = useRef<HTMLDivElement>(null)
  const sentence = revokeSentence(state, believedFor)
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
          <SubmitButton quiet>Tell it again</SubmitButton>
        </ActionForm>
      )}
    </div>
  )
}

const sentences: Readonly<Record<RevokeOutcome, string>> = {
  idle: '',
  revoked: 'Revoked. That session is refused from its next request on.',
  unfinished: 'That session has ended.',
  reopened:
    'That session goes on: the password was proved there while you were looking. It is on the list below, under its new id.',
  not_found: 'Nothing was revoked: you have no such session.',
  invalid: 'Nothing was revoked: that form was not one of ours.',
  ended: 'This session itself has ended.',
  // Said by every form.
  other_account: '',
  unavailable: 'Nothing is certain: a store did not answer. Please look again in a moment, and repeat it.',
  // Said beside the password.
  ...{ prove: '', wrong_password: '', too_many: '' },
}

const aboutOthers: Partial<typeof sentences> = {
  revoked: 'Every other session has ended, of every model. This one goes on, under a new id.',
  unfinished: 'Every other session has ended. This one goes on, under a new id.',
}

export function revokeSentence({ outcome, scope }: RevokeState, believedFor: string): string {
  const sentence = (scope === 'others' && aboutOthers[outcome]) || sentences[outcome]
  if (outcome !== 'unfinished') return sentence
  return `${sentence} Redis could not be told, though: a copy of a cookie may be believed for up to ${believedFor} more.`
}

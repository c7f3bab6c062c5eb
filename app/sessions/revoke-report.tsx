'use client'

import { useEffect, useRef } from 'react'
import { useRevoking } from '@/app/sessions/revoking'
import { sentenceFor } from '@/app/sessions/sentences'
import { ActionForm } from '@/app/ui/form-call'
import { FormAnswer } from '@/app/ui/form-report'
import { SubmitButton } from '@/app/ui/submit-button'

interface Props {
  /** In words: for how long a session may be believed that Redis has not been told about. */
  believedFor: string
}

/** What became of it. Takes the focus: the button that was pressed is often gone with its session. */
export function RevokeReport({ believedFor }: Props) {
  const call = useRevoking()
  const { state, isUnanswered } = call
  const report = useRef<HTMLDivElement>(null)
  const sentence = sentenceFor(state, believedFor)
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

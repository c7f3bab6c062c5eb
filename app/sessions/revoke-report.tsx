'use client'

import { useEffect, useRef } from 'react'
import { useRevoking } from '@/app/sessions/revoking'
import { sentenceFor } from '@/app/sessions/sentences'
import { SubmitButton } from '@/app/ui/submit-button'

interface Props {
  /** In words: for how long a session may be believed that Redis has not been told about. */
  believedFor: string
}

/** What became of it. Takes the focus: the button that was pressed is often gone with its session. */
export function RevokeReport({ believedFor }: Props) {
  const { state, formAction } = useRevoking()
  const report = useRef<HTMLDivElement>(null)
  const sentence = sentenceFor(state, believedFor)
  const edge = state.outcome === 'revoked' ? 'border-ink' : 'border-alert'

  useEffect(() => {
    if (sentenceFor(state, believedFor)) report.current?.focus()
  }, [state, believedFor])

  return (
    <div
      ref={report}
      role="status"
      tabIndex={-1}
      className={sentence === '' ? '' : `mt-6 max-w-3xl border-l-4 bg-sheet px-4 py-3 ${edge}`}
    >
      {sentence && <p className="font-medium">{sentence}</p>}
      {state.outcome === 'unfinished' && (
        <form action={formAction} className="mt-3">
          <input type="hidden" name="scope" value={state.scope} />
          <input type="hidden" name="session" value={state.sessionId} />
          <SubmitButton quiet>Tell it again</SubmitButton>
        </form>
      )}
    </div>
  )
}

'use client'

import { type ReactNode, useEffect, useRef } from 'react'
import type { RevokeOutcome, RevokeState, Scope } from '@/app/sessions/actions'
import { useRevoking } from '@/app/sessions/revoking'
import { ActionForm } from '@/app/ui/form/call'
import { ProofField } from '@/app/ui/form/password-field'
import { SubmitButton } from '@/app/ui/form/submit-button'

interface Props {
  scope: Scope
  sessionId?: string
  /** What opens the form; several say the same, so `whom` is read out with it. */
  label: string
  whom?: string
  /** The button that really does it. */
  confirm: string
  /** What will happen. */
  children: ReactNode
}

/** In two steps, without JavaScript too: the first opens what is about to happen, the second does it. */
export function RevokeForm({ scope, sessionId = '', label, whom, confirm, children }: Props) {
  const call = useRevoking()
  const { state } = call
  const details = useRef<HTMLDetailsElement>(null)
  const isAnswered = state.scope === scope && state.sessionId === sessionId
  const isOpen = isAnswered && wantsMore(state)

  // The answer closes what it has answered; whatever the visitor has opened meanwhile stays open.
  useEffect(() => {
    if (isAnswered && details.current) details.current.open = wantsMore(state)
  }, [state, isAnswered])

  return (
    <details ref={details} open={isOpen}>
      <summary className="button button-quiet">
        {label}
        {whom && <span className="sr-only"> {whom}</span>}
      </summary>
      <ActionForm
        call={call}
        className="mt-3 grid max-w-xl text-start justify-items-start gap-3 border-l-4 border-alert py-1 pl-4"
      >
        <input type="hidden" name="scope" value={scope} />
        <input type="hidden" name="session" value={sessionId} />
        {children}
        <ProofField id={`proof-${scope}${sessionId}`} answer={isAnswered ? state : idle} />
        <SubmitButton danger>
          {confirm}
          {whom && <span className="sr-only">: {whom}</span>}
        </SubmitButton>
      </ActionForm>
    </details>
  )
}

const unfinishedForms: readonly RevokeOutcome[] = ['prove', 'wrong_password', 'too_many', 'unavailable']
/** Whether the form has to be sent once more. */
const wantsMore = ({ outcome }: RevokeState) => unfinishedForms.includes(outcome)

const idle = { outcome: 'idle' }

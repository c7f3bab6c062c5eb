'use client'

import { createContext, type ReactNode, use, useEffect, useRef } from 'react'
import { type RevokeOutcome, type RevokeState, revokeAction, type Scope } from '@/app/sessions/actions'
import { ActionForm, type FormCall, SubmitButton, useFormCall } from '@/app/ui/form/call'
import { ProofField } from '@/app/ui/form/password-field'

interface Props {
  scope: Scope
  sessionId?: string
  /** The text of the button that opens the form. Several have the same one, so a screen reader reads `whom` with it. */
  label: string
  whom?: string
  /** The button that ends the sessions. */
  confirm: string
  /** What will happen. */
  children: ReactNode
}

/** Two steps, which work without JavaScript: the first shows the consequences, the second ends the sessions. */
export function RevokeForm({ scope, sessionId = '', label, whom, confirm, children }: Props) {
  const call = useRevoking()
  const { state } = call
  const details = useRef<HTMLDetailsElement>(null)
  const isAnswered = state.scope === scope && state.sessionId === sessionId
  const isOpen = isAnswered && wantsMore(state)

  // An answer closes only its own form: another one that the visitor has opened meanwhile stays open.
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

const unfinishedForms: readonly RevokeOutcome[] = ['prove', 'wrong_password', 'too_many', 'busy', 'unavailable']
/** Whether the form has to be sent again. */
const wantsMore = ({ outcome }: RevokeState) => unfinishedForms.includes(outcome)

const idle: RevokeState = { outcome: 'idle', scope: 'others', sessionId: '' }
const RevokingContext = createContext<FormCall<RevokeState> | null>(null)

/** @throws outside of RevokingProvider */
export function useRevoking(): FormCall<RevokeState> {
  const call = use(RevokingContext)
  if (!call) throw new Error('no RevokingProvider above this component')
  return call
}

/** One answer for all forms of the page, because the card of a revoked session disappears with its form. */
export function RevokingProvider({ children }: { children: ReactNode }) {
  return <RevokingContext value={useFormCall(revokeAction, idle)}>{children}</RevokingContext>
}

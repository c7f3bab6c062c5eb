'use client'

import { useEffect, useRef, useState } from 'react'
import { useHasScript } from '@/app/ui/form/call'
import { describedBy, FieldFrame } from '@/app/ui/form/field'
import { ProofCodeField } from '@/app/ui/form/one-time-code' // feature: second-factor
import { tryAgainIn } from '@/app/ui/in-words'
import { PasskeyProof } from '@/app/ui/passkeys/passkey-proof' // feature: second-factor

interface Props {
  /** Unique on the page. */
  id?: string
  name?: string
  label: string
  hint?: string | undefined
  error: string | undefined
  autoComplete: 'current-password' | 'new-password'
  /** An answer about this field: a new answer moves the focus here. */
  focusOn?: object | undefined
}

/** Pasting and password managers work (ASVS 6.2.6, 6.2.7). The server never fills it in. */
export function PasswordField({ id = 'password', name = 'password', autoComplete, focusOn, ...frame }: Props) {
  const [shown, setShown] = useState(false)
  const hasScript = useHasScript()
  const input = useRef<HTMLInputElement>(null)

  useEffect(() => {
    if (focusOn) input.current?.focus()
  }, [focusOn])

  return (
    <FieldFrame name={id} {...frame}>
      <div className="relative">
        <input
          ref={input}
          id={id}
          name={name}
          type={shown ? 'text' : 'password'}
          autoComplete={autoComplete}
          autoCapitalize="none"
          spellCheck={false}
          required
          aria-invalid={frame.error !== undefined}
          aria-describedby={describedBy(id, frame)}
          className="input pr-20"
        />
        {hasScript && (
          <button
            type="button"
            aria-controls={id}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
            className="link absolute inset-y-0 right-0 min-w-16 px-3 text-sm"
          >
            {shown ? 'Hide' : 'Show'}
            <span className="sr-only"> {frame.label.toLowerCase()}</span>
          </button>
        )}
      </div>
    </FieldFrame>
  )
}

const hint = 'For your security, please enter your password to confirm.'

const refusals = {
  prove: undefined,
  wrong_password: 'That is not your password. Nothing was changed.',
  too_many: 'There were too many wrong passwords. Nothing was changed.',
  busy: 'Many people are logging in at this moment. Nothing was changed. Wait a few seconds and try again.',
} as const

interface ProofFieldProps {
  /** Unique on the page, where several forms may ask. */
  id: string
  /** The form's state: a new state takes the focus again. */
  answer: {
    outcome: string
    retryAfter?: number
    // feature: second-factor
    asksCode?: boolean
    hasApp?: boolean
    asksPasskey?: boolean
    // end
  }
}

/** For a form whose action requires a recent re-authentication (step-up). Empty until the action has asked for the password. */
export function ProofField({ id, answer }: ProofFieldProps) {
  const outcome = answer.outcome
  if (!isAsking(outcome)) return null

  // feature: second-factor
  const refusal = refusalFor(outcome, answer)
  // end, otherwise: const refusal = refusals[outcome]
  const password = (
    <PasswordField
      id={id}
      name="proof"
      label="Your password"
      hint={hint}
      error={refusal && answer.retryAfter ? `${refusal} ${tryAgainIn(answer.retryAfter)}` : refusal}
      autoComplete="current-password"
      focusOn={answer}
    />
  )
  // feature: second-factor
  if (answer.asksCode) {
    return (
      <div className="grid gap-4">
        {password}
        <ProofCodeField id={`${id}-code`} hasApp={answer.hasApp ?? false} />
        {answer.asksPasskey && <PasskeyProof>Use a passkey instead</PasskeyProof>}
      </div>
    )
  }
  // end
  return password
}

// feature: second-factor
function refusalFor(outcome: keyof typeof refusals, { asksCode }: ProofFieldProps['answer']): string | undefined {
  if (asksCode && outcome === 'wrong_password') return 'The password or the code is wrong. Nothing was changed.'
  if (asksCode && outcome === 'too_many') return 'There were too many wrong passwords or codes. Nothing was changed.'
  return refusals[outcome]
}
// end

const isAsking = (outcome: string): outcome is keyof typeof refusals => Object.hasOwn(refusals, outcome)

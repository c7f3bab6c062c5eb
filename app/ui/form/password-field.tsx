'use client'

import { useEffect, useRef, useState } from 'react'
import { describedBy, FieldFrame } from '@/app/ui/form/field'
import { useHasScript } from '@/app/ui/form/use-has-script'
import { tryAgainIn } from '@/app/ui/in-words'

interface Props {
  /** Unique on the page; both as the field is usually called. */
  id?: string
  name?: string
  label: string
  hint?: string | undefined
  error: string | undefined
  autoComplete: 'current-password' | 'new-password'
  /** An answer that this field is about: a new one takes the focus. */
  focusOn?: object | undefined
}

/** Pasting and password managers work (ASVS 6.2.6, 6.2.7). Never filled from the server. */
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

const hint = 'It is some time since you proved who you are. Enter your password, and it is done at once.'

const refusals = {
  prove: undefined,
  wrong_password: 'That is not your password. Nothing was changed.',
  too_many: 'Too many wrong passwords. Nothing was changed.',
} as const

interface ProofFieldProps {
  /** Unique on the page, where several forms may ask. */
  id: string
  /** The form's state: a new one takes the focus again. */
  answer: { outcome: string; retryAfter?: number }
}

/** In a form whose action asks for a recent proof: nothing, until it was refused for the lack of one; then also why it asks. */
export function ProofField({ id, answer }: ProofFieldProps) {
  const outcome = answer.outcome
  if (!isAsking(outcome)) return null

  const refusal = refusals[outcome]
  return (
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
}

const isAsking = (outcome: string): outcome is keyof typeof refusals => Object.hasOwn(refusals, outcome)

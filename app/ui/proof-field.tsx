'use client'

import { PasswordField } from '@/app/ui/password-field'
import { tryAgainIn } from '@/app/ui/try-again'

const hint = 'It is some time since you proved who you are. Enter your password, and it is done at once.'

const refusals = {
  prove: undefined,
  wrong_password: 'That is not your password. Nothing was changed.',
  too_many: 'Too many wrong passwords. Nothing was changed.',
} as const

interface Props {
  /** Unique on the page, where several forms may ask. */
  id: string
  /** The form's state: a new one takes the focus again. */
  answer: { outcome: string; retryAfter?: number }
}

/** In a form whose action asks for a recent proof: nothing, until it was refused for the lack of one; then also why it asks. */
export function ProofField({ id, answer }: Props) {
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

'use client'

import { changePasswordAction, type PasswordState } from '@/app/account/actions'
import { ActionForm, SubmitButton, useFormCall } from '@/app/ui/form/call'
import { ProofCodeField } from '@/app/ui/form/one-time-code' // feature: second-factor
import { PasswordField } from '@/app/ui/form/password-field'
import { ErrorSummary, FormReport } from '@/app/ui/form/report'
import { withWait } from '@/app/ui/in-words'
import { PasskeyProof } from '@/app/ui/passkeys/passkey-proof' // feature: second-factor
import { routes } from '@/lib/routes'
import type { Proofs } from '@/lib/server/second-factor/prove-factor' // feature: second-factor

const sentences = {
  idle: '',
  invalid: '',
  wrong_password: 'Not changed: that is not your current password.',
  changed: 'Your password is changed. Every other session has ended. You stay logged in here.',
  unfinished: 'Your password is changed and every other session has ended, but your other devices may stay logged in',
  logged_out: 'Your password is changed. Every session has ended, this one too.',
  too_many: 'Not changed: there were too many wrong passwords.',
  too_many_changes: 'Not changed: you have changed your password too often.',
  busy: 'Not changed: many people are logging in at this moment. Wait a few seconds and try again.',
  ended: 'Not changed: this session has ended. Your password may have been changed on another device.',
  other_account: '',
  unavailable:
    'We could not confirm the change. Wait a moment, then enter both passwords again. If your current password is refused, the change was made.',
} as const satisfies Record<PasswordState['outcome'], string>

const idle: PasswordState = { outcome: 'idle', errors: {} }

interface Props {
  /** For password managers, so that they know which account's password this is. */
  email: string
  /** In words: how long a session may be accepted whose revocation could not be published. */
  acceptedFor: string
  proofs: Proofs // feature: second-factor
}

export function PasswordForm({
  email,
  acceptedFor,
  proofs, // feature: second-factor
}: Props) {
  const call = useFormCall(changePasswordAction, idle, `${routes.account}#change-password`)
  const { state } = call
  const { errors, outcome, retryAfter } = state
  const refusal = isAboutCurrent(outcome) ? sentenceFor(outcome, retryAfter) : undefined

  return (
    <div className="sheet grid max-w-xl gap-4 p-5">
      <ActionForm call={call} noValidate className="grid justify-items-start gap-4">
        <input type="text" autoComplete="username" value={email} readOnly hidden />
        {outcome === 'invalid' && <ErrorSummary sentence="Please correct this:" errors={errors} answer={state} />}
        <div className="grid w-full gap-4">
          <PasswordField
            id="current"
            name="current"
            label="Current password"
            autoComplete="current-password"
            error={errors.current ?? refusal}
            focusOn={refusal ? state : undefined}
          />
          <PasswordField
            id="wanted"
            name="wanted"
            label="New password"
            hint="Use at least 8 characters. We refuse well-known passwords."
            autoComplete="new-password"
            error={errors.wanted}
          />
          {/* feature: second-factor */}
          {proofs.asksCode && <ProofCodeField id="password-code" hasApp={proofs.hasApp} error={refusal && orTheCode} />}
          {proofs.asksPasskey && <PasskeyProof>Use a passkey instead of the code</PasskeyProof>}
          {/* end */}
        </div>
        <SubmitButton quiet>Change the password</SubmitButton>
        <FormReport call={call} isRefusal={outcome !== 'changed'}>
          {refusal ? '' : sentenceFor(outcome, retryAfter)}
          {outcome === 'unfinished' && ` for up to ${acceptedFor} more. Try again to log them out now.`}
        </FormReport>
      </ActionForm>
      {outcome === 'unfinished' && (
        <ActionForm call={call}>
          <input type="hidden" name="publish" value="again" />
          <SubmitButton quiet>Try again</SubmitButton>
        </ActionForm>
      )}
    </div>
  )
}

// feature: second-factor
/** The answer does not say which of the two was wrong. */
const orTheCode = 'Or this code was wrong. Each code works once.'

// end
const isAboutCurrent = (outcome: PasswordState['outcome']) => outcome === 'wrong_password' || outcome === 'too_many'

const sentenceFor = (outcome: PasswordState['outcome'], retryAfter?: number) => withWait(sentences[outcome], retryAfter)

'use client'

import type { PasswordState } from '@/app/account/actions'
import { changePasswordAction } from '@/app/account/actions'
import { ActionForm, useFormCall } from '@/app/ui/form/call'
import { ErrorSummary } from '@/app/ui/form/error-summary'
import { PasswordField } from '@/app/ui/form/password-field'
import { FormReport } from '@/app/ui/form/report'
import { SubmitButton } from '@/app/ui/form/submit-button'
import { tryAgainIn } from '@/app/ui/in-words'
import { routes } from '@/lib/routes'

const sentences = {
  idle: '',
  invalid: '',
  wrong_password: 'Not changed: that is not your current password.',
  changed: 'Your password is changed. Every other session has ended; this one goes on.',
  unfinished:
    'Your password is changed and every other session has ended. Redis could not be told, though: for some minutes a copy of a cookie may still be believed. To tell it, log out everywhere.',
  logged_out: 'Your password is changed and every session has ended, this one too.',
  too_many: 'Not changed: too many wrong passwords.',
  ended: 'Not changed: this session has ended, perhaps by a change of the password elsewhere.',
  other_account: '',
  unavailable: 'Not certain: a store did not answer. Please enter the passwords once more and try again in a moment.',
} as const satisfies Record<PasswordState['outcome'], string>

const idle: PasswordState = { outcome: 'idle', errors: {} }

/** @param email for password managers, so that they know which account's password this is */
export function PasswordForm({ email }: { email: string }) {
  const call = useFormCall(changePasswordAction, idle, `${routes.account}#change-password`)
  const { state } = call
  const { errors, outcome, retryAfter } = state
  const refusal = isAboutCurrent(outcome) ? sentenceFor(outcome, retryAfter) : undefined

  return (
    <ActionForm call={call} noValidate className="sheet grid max-w-xl justify-items-start gap-4 p-5">
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      {outcome === 'invalid' && <ErrorSummary sentence="Please look at this again:" errors={errors} answer={state} />}
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
          hint="8 characters or more, any you like. Well-known passwords are refused."
          autoComplete="new-password"
          error={errors.wanted}
        />
      </div>
      <SubmitButton quiet>Change the password</SubmitButton>
      <FormReport call={call} isRefusal={outcome !== 'changed'}>
        {refusal ? '' : sentences[outcome]}
      </FormReport>
    </ActionForm>
  )
}

const isAboutCurrent = (outcome: PasswordState['outcome']) => outcome === 'wrong_password' || outcome === 'too_many'

const sentenceFor = (outcome: PasswordState['outcome'], retryAfter?: number) =>
  retryAfter ? `${sentences[outcome]} ${tryAgainIn(retryAfter)}` : sentences[outcome]

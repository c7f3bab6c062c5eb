'use client'

import { type LoginState, loginAction } from '@/app/login/actions'
import { PasskeyLogin } from '@/app/login/passkey/passkey-login' // feature: second-factor
import { ActionForm, SubmitButton, useFormCall } from '@/app/ui/form/call'
import { TextField } from '@/app/ui/form/field'
import { PasswordField } from '@/app/ui/form/password-field'
import { ErrorSummary, FormReport } from '@/app/ui/form/report'
import { tryAgainIn } from '@/app/ui/in-words'
import { ModelChoice } from '@/app/ui/models/choice' // model: several
import { routes } from '@/lib/routes'

const sentences = {
  invalid: 'Please correct this:',
  // One sentence for both errors: two would reveal which addresses have an account (ASVS 6.3.8).
  wrong_credentials: 'That e-mail and password do not match an account. Check both and try again.',
  unavailable: 'We cannot log you in just now. Please enter your password once more and try again in a moment.',
  too_many: 'Too many logins have failed.',
  busy: 'Many people are logging in at this moment. Wait a few seconds and try again.',
} as const

export function LoginForm({ initial }: { initial: LoginState['values'] }) {
  const idle: LoginState = { outcome: 'idle', errors: {}, values: initial }
  // Without JavaScript the form posts to the third argument, so that the answer is shown when the form stood on /signup.
  const call = useFormCall(loginAction, idle, routes.login)
  const { outcome, retryAfter, errors, values } = call.state

  return (
    <ActionForm call={call} noValidate className="grid gap-5">
      {outcome !== 'idle' && (
        <ErrorSummary sentence={sentenceFor(outcome, retryAfter)} errors={errors} answer={call.state} />
      )}
      <TextField
        name="email"
        label="E-mail"
        type="email"
        // feature: second-factor
        autoComplete="username webauthn"
        // end, otherwise: autoComplete="username"
        defaultValue={values.email}
        error={errors.email}
      />
      <PasswordField label="Password" autoComplete="current-password" error={errors.password} />
      {/* model: several */}
      <ModelChoice chosen={values.model} error={errors.model} />
      {/* end */}
      {/* Not checked: yes. A form without this field means yes as well. */}
      <label className="flex min-h-11 items-center gap-3">
        <input
          type="checkbox"
          name="keep"
          value="no"
          defaultChecked={!values.persistent}
          className="size-4 shrink-0 accent-ink"
        />
        Shared computer: do not keep me logged in
      </label>
      <input type="hidden" name="next" value={values.next} />
      <SubmitButton>Log in</SubmitButton>
      <FormReport call={call} isRefusal={false} />
      {/* feature: second-factor */}
      <PasskeyLogin />
      {/* end */}
    </ActionForm>
  )
}

const sentenceFor = (outcome: keyof typeof sentences, retryAfter?: number) =>
  retryAfter ? `${sentences[outcome]} ${tryAgainIn(retryAfter)}` : sentences[outcome]

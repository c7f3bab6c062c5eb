'use client'

import type { LoginState } from '@/app/login/actions'
import { loginAction } from '@/app/login/actions'
import { ActionForm, useFormCall } from '@/app/ui/form/call'
import { ErrorSummary } from '@/app/ui/form/error-summary'
import { TextField } from '@/app/ui/form/field'
import { PasswordField } from '@/app/ui/form/password-field'
import { FormReport } from '@/app/ui/form/report'
import { SubmitButton } from '@/app/ui/form/submit-button'
import { tryAgainIn } from '@/app/ui/in-words'
import { ModelChoice } from '@/app/ui/models/choice' // model: several
import { routes } from '@/lib/routes'

const sentences = {
  invalid: 'Please look at this again:',
  // One sentence for both, or the form would tell which addresses have an account (ASVS 6.3.8).
  wrong_credentials: 'That e-mail and password do not match an account.',
  unavailable: 'We cannot log you in just now. Please enter your password once more and try again in a moment.',
  too_many: 'Too many logins have failed.',
} as const

export function LoginForm({ initial }: { initial: LoginState['values'] }) {
  const idle: LoginState = { outcome: 'idle', errors: {}, values: initial }
  // The third argument is where the form goes without JavaScript, so that the answer finds this form again from /signup too.
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
        autoComplete="username"
        defaultValue={values.email}
        error={errors.email}
      />
      <PasswordField label="Password" autoComplete="current-password" error={errors.password} />
      {/* model: several */}
      <ModelChoice chosen={values.model} error={errors.model} />
      {/* end */}
      <input type="hidden" name="next" value={values.next} />
      <SubmitButton>Log in</SubmitButton>
      <FormReport call={call} isRefusal={false} />
    </ActionForm>
  )
}

const sentenceFor = (outcome: keyof typeof sentences, retryAfter?: number) =>
  retryAfter ? `${sentences[outcome]} ${tryAgainIn(retryAfter)}` : sentences[outcome]

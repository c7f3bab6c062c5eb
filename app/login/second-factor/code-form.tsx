// feature: second-factor (this file)
'use client'

import { type SecondFactorState, secondFactorAction } from '@/app/login/second-factor/actions'
import { ActionForm, type FormCall, SubmitButton, useFormCall } from '@/app/ui/form/call'
import { OneTimeCodeField } from '@/app/ui/form/one-time-code'
import { ErrorSummary, FormReport } from '@/app/ui/form/report'
import { tryAgainIn } from '@/app/ui/in-words'
import { PageLink } from '@/app/ui/page/link'
import { routes } from '@/lib/routes'

const sentences = {
  invalid: 'Please correct this:',
  wrong_code: 'That code is wrong, or it was used before. Wait for the next code of your app, and try again.',
  expired: 'This login has expired. Please enter your password again.',
  too_many: 'There were too many wrong codes for this account.',
  unavailable: 'We cannot log you in just now. Please try again in a moment.',
} as const

const idle: SecondFactorState = { outcome: 'idle', kind: 'app', errors: {} }

/** Two forms with one answer: a code of the app, or a recovery code. Both are offered to every account. */
export function CodeForm() {
  const call = useFormCall(secondFactorAction, idle, routes.secondFactor)
  const { outcome, kind, errors } = call.state

  return (
    <div className="grid gap-6">
      <ActionForm call={call} noValidate className="grid gap-5">
        {kind === 'app' && <Refusal call={call} />}
        <OneTimeCodeField name="code" label="Code of your app" hint="Six digits." digits error={errors.code} />
        <SubmitButton>Log in</SubmitButton>
        <FormReport call={call} isRefusal={false} />
      </ActionForm>
      <details open={kind === 'recovery' && outcome !== 'idle'}>
        <summary className="link cursor-pointer">I cannot use my app</summary>
        <ActionForm call={call} noValidate className="mt-4 grid gap-5">
          {kind === 'recovery' && <Refusal call={call} />}
          <OneTimeCodeField
            name="recovery"
            label="Recovery code"
            hint="One of the ten codes that you stored when you turned the second factor on. Each works once."
            error={errors.recovery}
          />
          <SubmitButton quiet>Use the recovery code</SubmitButton>
        </ActionForm>
      </details>
    </div>
  )
}

function Refusal({ call: { state } }: { call: FormCall<SecondFactorState> }) {
  const { outcome, kind, retryAfter, errors } = state
  if (outcome === 'idle') return null

  return (
    <>
      <ErrorSummary sentence={sentenceFor(outcome, kind, retryAfter)} errors={errors} answer={state} />
      {outcome === 'expired' && (
        <PageLink href={routes.login} className="link justify-self-start">
          Log in again
        </PageLink>
      )}
    </>
  )
}

function sentenceFor(outcome: keyof typeof sentences, kind: SecondFactorState['kind'], retryAfter?: number): string {
  if (outcome === 'wrong_code' && kind === 'recovery') return 'That recovery code is wrong, or it was used before.'
  return retryAfter ? `${sentences[outcome]} ${tryAgainIn(retryAfter)}` : sentences[outcome]
}

'use client'

import { useEffect, useRef } from 'react'
import { LoginForm } from '@/app/login/login-form'
import type { SignupState } from '@/app/signup/actions'
import { signupAction } from '@/app/signup/actions'
import { ActionForm, type FormCall, useFormCall } from '@/app/ui/form/call'
import { ErrorSummary } from '@/app/ui/form/error-summary'
import { TextField } from '@/app/ui/form/field'
import { PasswordField } from '@/app/ui/form/password-field'
import { FormReport } from '@/app/ui/form/report'
import { SubmitButton } from '@/app/ui/form/submit-button'
import { tryAgainIn } from '@/app/ui/in-words'
import { PageHeading } from '@/app/ui/page/heading'
import { PageLink } from '@/app/ui/page/link'
import { routes, siteName } from '@/lib/routes'
import { models } from '@/lib/session/models' // model: several

const sentences = {
  invalid: 'Please look at this again:',
  unavailable: 'We cannot open an account just now. Please enter your password once more and try again in a moment.',
  too_many: 'Too many accounts were asked for from your network.',
} as const

const idle: SignupState = { outcome: 'idle', errors: {}, values: { name: '', email: '' } }

/** The page, in its two steps: the second is a login, and says so. */
export function Signup() {
  const call = useFormCall(signupAction, idle)
  if (call.state.outcome === 'done') return <Done email={call.state.values.email} />

  return (
    <>
      <StepHeading>Sign up</StepHeading>
      {/* model: several */}
      <p className="mt-2 text-ink-soft">Create an account. It works with all models.</p>
      {/* end */}
      <div className="sheet mt-6 p-5 sm:p-7">
        <SignupForm call={call} />
      </div>
      <p className="mt-5">
        Have an account?{' '}
        <PageLink href={routes.login} className="link">
          Log in
        </PageLink>
      </p>
    </>
  )
}

/** The title of the document changes with the heading: a screen reader and a list of tabs name the step that is shown. */
function StepHeading({ children }: { children: string }) {
  return (
    <>
      <title>{`${children} · ${siteName}`}</title>
      <PageHeading>{children}</PageHeading>
    </>
  )
}

function SignupForm({ call }: { call: FormCall<SignupState> }) {
  const { outcome, retryAfter, errors, values } = call.state

  return (
    <ActionForm call={call} noValidate className="grid gap-5">
      {outcome !== 'idle' && outcome !== 'done' && (
        <ErrorSummary sentence={sentenceFor(outcome, retryAfter)} errors={errors} answer={call.state} />
      )}
      <TextField name="name" label="Name" autoComplete="name" defaultValue={values.name} error={errors.name} />
      <TextField
        name="email"
        label="E-mail"
        type="email"
        autoComplete="username"
        defaultValue={values.email}
        error={errors.email}
      />
      <PasswordField
        label="Password"
        hint="8 characters or more, any you like. Well-known passwords are refused."
        autoComplete="new-password"
        error={errors.password}
      />
      <SubmitButton>Sign up</SubmitButton>
      <FormReport call={call} isRefusal={false} />
    </ActionForm>
  )
}

const sentenceFor = (outcome: keyof typeof sentences, retryAfter?: number) =>
  retryAfter ? `${sentences[outcome]} ${tryAgainIn(retryAfter)}` : sentences[outcome]

/** The same answer for a new and for a known address: only the login tells, and only to whoever has the password. */
function Done({ email }: { email: string }) {
  const report = useRef<HTMLParagraphElement>(null)

  // The button that was pressed is gone, and with it the focus.
  useEffect(() => report.current?.focus(), [])

  return (
    <>
      <StepHeading>Log in</StepHeading>
      <p ref={report} role="status" tabIndex={-1} className="my-5 border-l-4 border-ink bg-sheet px-4 py-3 font-medium">
        If that address was new, your account is ready. Log in with it now.
      </p>
      <div className="sheet p-5 sm:p-7">
        <LoginForm
          initial={{
            email,
            model: models[0], // model: several
            next: routes.dashboard,
          }}
        />
      </div>
    </>
  )
}

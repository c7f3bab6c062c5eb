'use client'

import { useEffect, useRef } from 'react'
import { LoginForm } from '@/app/login/login-form'
import { type SignupState, signupAction } from '@/app/signup/actions'
import { ActionForm, type FormCall, SubmitButton, useFormCall } from '@/app/ui/form/call'
import { TextField } from '@/app/ui/form/field'
import { PasswordField } from '@/app/ui/form/password-field'
import { ErrorSummary, FormReport } from '@/app/ui/form/report'
import { tryAgainIn } from '@/app/ui/in-words'
import { PageHeading } from '@/app/ui/page/heading'
import { PageLink } from '@/app/ui/page/link'
import { routes, siteName } from '@/lib/routes'
import { models } from '@/lib/session/models' // model: several

const sentences = {
  invalid: 'Please correct this:',
  unavailable: 'We cannot open an account just now. Please enter your password once more and try again in a moment.',
  too_many: 'There were too many sign-ups from your network.',
  busy: 'Many people are signing up or logging in at this moment. Wait a few seconds and try again.',
} as const

const idle: SignupState = { outcome: 'idle', errors: {}, values: { name: '', email: '' } }

/** The page in two steps: the sign-up, then the login. */
export function Signup() {
  const call = useFormCall(signupAction, idle)
  const { outcome, values } = call.state
  if (outcome === 'done') return <Done email={values.email} />
  if (outcome === 'mailed') return <Done email={values.email} isMailed /> // feature: mail

  return (
    <>
      <StepHeading>Sign up</StepHeading>
      {/* model: several */}
      <p className="mt-2 text-ink-soft">Create an account. It works with every model.</p>
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

/** The document's title changes with the heading, so that a screen reader and the browser's tabs name the current step. */
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
      {isRefusal(outcome) && (
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
        hint="Use at least 8 characters. We refuse well-known passwords."
        autoComplete="new-password"
        error={errors.password}
      />
      <SubmitButton>Sign up</SubmitButton>
      <FormReport call={call} isRefusal={false} />
    </ActionForm>
  )
}

const isRefusal = (outcome: string): outcome is keyof typeof sentences => Object.hasOwn(sentences, outcome)

const sentenceFor = (outcome: keyof typeof sentences, retryAfter?: number) =>
  retryAfter ? `${sentences[outcome]} ${tryAgainIn(retryAfter)}` : sentences[outcome]

interface DoneProps {
  email: string
  isMailed?: boolean // feature: mail
}

/** The same answer for a new and a known address, so that the form does not reveal which addresses have an account. */
function Done({
  email,
  isMailed = false, // feature: mail
}: DoneProps) {
  const report = useRef<HTMLParagraphElement>(null)

  // The pressed button disappears, so the focus moves to the answer.
  useEffect(() => report.current?.focus(), [])

  return (
    <>
      <StepHeading>Log in</StepHeading>
      <p
        ref={report}
        role="status"
        tabIndex={-1}
        className="my-5 border-l-4 border-ink bg-sheet px-4 py-3 font-medium wrap-anywhere"
      >
        {/* feature: mail */}
        {isMailed && `We are sending a mail to ${email}. `}
        {/* end */}
        If that address was new, your account is ready. Log in with it now.
        {/* feature: mail */}
        {isMailed && ' Then open the link in the mail, to verify the address.'}
        {/* end */}
      </p>
      <div className="sheet p-5 sm:p-7">
        <LoginForm
          initial={{
            email,
            model: models[0], // model: several
            persistent: true,
            next: routes.dashboard,
          }}
        />
      </div>
    </>
  )
}

// feature: mail (this file)
'use client'

import type { ReactNode } from 'react'
import type { ResetState } from '@/app/reset-password/actions'
import { resetPasswordAction, restoreAddressAction } from '@/app/reset-password/actions'
import { ActionForm, type FormCall, SubmitButton, useFormCall } from '@/app/ui/form/call'
import { CodeField } from '@/app/ui/form/code-field'
import { PasswordField } from '@/app/ui/form/password-field'
import { ErrorSummary, FormReport } from '@/app/ui/form/report'
import { Unfinished } from '@/app/ui/form/unfinished'
import { tryAgainIn } from '@/app/ui/in-words'
import { PageLink } from '@/app/ui/page/link'
import { routes } from '@/lib/routes'

const sentences = {
  invalid: 'Please correct this:',
  unavailable: 'We cannot set the password just now. Nothing was changed. Please enter it again in a moment.',
  too_many: 'There were too many attempts from your network. Nothing was changed.',
  busy: 'Many people are logging in at this moment. Nothing was changed. Wait a few seconds and try again.',
} as const

/** What the link of the mail does. */
const kinds = {
  reset: {
    act: resetPasswordAction,
    button: 'Set the password',
    done: 'Your password is set and every session has ended',
    wrong_code:
      'This link does not work: it is more than 30 minutes old, was used already, or a newer one replaced it.',
  },
  restore: {
    act: restoreAddressAction,
    button: 'Restore the address',
    done: 'Your address is restored, your password is set, and every session has ended',
    wrong_code:
      'This link does not work: it is more than seven days old, was used already, or an earlier one was used.',
  },
} as const

const idle: ResetState = { outcome: 'idle', errors: {}, code: '' }

interface Props {
  kind: keyof typeof kinds
  /** In words: how long a session may be accepted whose revocation could not be published. */
  acceptedFor: string
}

export function ResetForm({ kind, acceptedFor }: Props) {
  const call = useFormCall(kinds[kind].act, idle)
  const { code, errors } = call.state

  return (
    <NewPasswordForm call={call} kind={kind} acceptedFor={acceptedFor}>
      <CodeField code={code} error={errors.code} />
    </NewPasswordForm>
  )
}

interface FormProps extends Props {
  call: FormCall<ResetState>
  /** The field with the code. */
  children: ReactNode
}

/** Sets the password of the account of a code. */
export function NewPasswordForm({ call, kind, acceptedFor, children }: FormProps) {
  const { button, done, wrong_code } = kinds[kind]
  const { outcome, retryAfter, errors } = call.state

  if (outcome === 'unfinished') {
    return (
      <Unfinished call={call} done={done} acceptedFor={acceptedFor}>
        <input type="hidden" name="code" value={call.state.code} />
      </Unfinished>
    )
  }

  return (
    <ActionForm call={call} noValidate className="grid gap-5">
      {outcome !== 'idle' && (
        <ErrorSummary
          sentence={outcome === 'wrong_code' ? wrong_code : sentenceFor(outcome, retryAfter)}
          errors={errors}
          answer={call.state}
        />
      )}
      {kind === 'reset' && outcome === 'wrong_code' && (
        <PageLink href={routes.forgotPassword} className="link justify-self-start">
          Request a new link
        </PageLink>
      )}
      {children}
      <PasswordField
        label="New password"
        hint="Use at least 8 characters. We refuse well-known passwords."
        autoComplete="new-password"
        error={errors.password}
      />
      <SubmitButton>{button}</SubmitButton>
      <FormReport call={call} isRefusal={false} />
    </ActionForm>
  )
}

const sentenceFor = (outcome: keyof typeof sentences, retryAfter?: number) =>
  retryAfter ? `${sentences[outcome]} ${tryAgainIn(retryAfter)}` : sentences[outcome]

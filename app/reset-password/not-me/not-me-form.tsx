// feature: mail (this file)
'use client'

import { useEffect, useRef } from 'react'
import type { NotMeState } from '@/app/reset-password/not-me/actions'
import { notMeAction } from '@/app/reset-password/not-me/actions'
import { NewPasswordForm } from '@/app/reset-password/reset-form'
import { ActionForm, type FormCall, SubmitButton, useFormCall } from '@/app/ui/form/call'
import { CodeField } from '@/app/ui/form/code-field'
import { ErrorSummary, FormReport } from '@/app/ui/form/report'
import { tryAgainIn } from '@/app/ui/in-words'
import { PageLink } from '@/app/ui/page/link'
import { routes } from '@/lib/routes'

const sentences = {
  invalid: 'Please correct this:',
  wrong_code:
    'This link does not work: it is more than 7 days old, or it or another one was used since. If you have not set a new password since, please do it now.',
  unavailable: 'We cannot end the sessions just now. Nothing was changed. Please try again in a moment.',
  too_many: 'There were too many attempts from your network. Nothing was changed.',
} as const

const idle: NotMeState = { step: 'report', outcome: 'idle', errors: {}, code: '', isUnfinished: false }

interface Props {
  /** In words: how long a session may be accepted whose revocation could not be published. */
  acceptedFor: string
}

export function NotMeForm({ acceptedFor }: Props) {
  const call = useFormCall(notMeAction, idle)
  const { step, isUnfinished, code } = call.state
  if (step === 'report') return <ReportForm call={call} />

  return (
    <div className="grid gap-5">
      <Ended acceptedFor={isUnfinished ? acceptedFor : null} />
      <NewPasswordForm call={call} kind="reset" acceptedFor={acceptedFor}>
        <input type="hidden" name="code" value={code} />
      </NewPasswordForm>
    </div>
  )
}

function ReportForm({ call }: { call: FormCall<NotMeState> }) {
  const { outcome, retryAfter, errors, code } = call.state

  return (
    <ActionForm call={call} noValidate className="grid gap-5">
      {isRefusal(outcome) && (
        <ErrorSummary sentence={sentenceFor(outcome, retryAfter)} errors={errors} answer={call.state} />
      )}
      {outcome === 'wrong_code' && (
        <PageLink href={routes.forgotPassword} className="link justify-self-start">
          Set a new password
        </PageLink>
      )}
      <CodeField code={code} error={errors.code} />
      <SubmitButton danger>End every session</SubmitButton>
      <FormReport call={call} isRefusal={false} />
    </ActionForm>
  )
}

const isRefusal = (outcome: string): outcome is keyof typeof sentences => Object.hasOwn(sentences, outcome)

const sentenceFor = (outcome: keyof typeof sentences, retryAfter?: number) =>
  retryAfter ? `${sentences[outcome]} ${tryAgainIn(retryAfter)}` : sentences[outcome]

/** @param acceptedFor null when every session has ended at once */
function Ended({ acceptedFor }: { acceptedFor: string | null }) {
  const report = useRef<HTMLDivElement>(null)

  // The pressed button disappears, so the focus moves to the answer.
  useEffect(() => report.current?.focus(), [])

  return (
    <div ref={report} role="status" tabIndex={-1} className="border-l-4 border-ink px-4 py-1">
      <p className="font-medium">
        Every session of your account has ended, and your old password does not work any more.
      </p>
      <p className="mt-2">
        Set a new password now, within 30 minutes. After that, use “Forgotten your password?” on the login page.
      </p>
      {/* feature: second-factor */}
      <p className="mt-2">
        We also removed the second factors that were added, and the recovery codes that were made, since the first such
        mail of the last 7 days. After you log in, look at the security page of your account, and add yours again.
      </p>
      {/* end */}
      {acceptedFor !== null && (
        <p className="mt-2">
          A device may stay logged in for up to {acceptedFor} more. The new password also ends that.
        </p>
      )}
    </div>
  )
}

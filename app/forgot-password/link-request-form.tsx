// feature: mail (this file)
'use client'

import { useEffect, useRef } from 'react'
import type { LinkRequestState } from '@/app/forgot-password/actions'
import { requestLinkAction } from '@/app/forgot-password/actions'
import { ActionForm, SubmitButton, useFormCall } from '@/app/ui/form/call'
import { TextField } from '@/app/ui/form/field'
import { ErrorSummary, FormReport } from '@/app/ui/form/report'
import { tryAgainIn } from '@/app/ui/in-words'

const sentences = {
  invalid: 'Please correct this:',
  off: 'This site sends no mail, so it cannot send you a link. Please ask its operator for help.',
  unavailable: 'We cannot send a link just now. Please try again in a moment.',
  too_many:
    'There were too many requests for this address or from your network. If you have a link, use the newest one.',
} as const

const idle: LinkRequestState = { outcome: 'idle', errors: {}, email: '' }

export function LinkRequestForm() {
  const call = useFormCall(requestLinkAction, idle)
  const { outcome, retryAfter, errors, email } = call.state
  if (outcome === 'asked') return <Asked email={email} />

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
        defaultValue={email}
        error={errors.email}
      />
      <SubmitButton>Send the link</SubmitButton>
      <FormReport call={call} isRefusal={false} />
    </ActionForm>
  )
}

const sentenceFor = (outcome: keyof typeof sentences, retryAfter?: number) =>
  retryAfter ? `${sentences[outcome]} ${tryAgainIn(retryAfter)}` : sentences[outcome]

/** The same answer for every address, so that the form does not reveal which addresses have an account (ASVS 6.3.8). */
function Asked({ email }: { email: string }) {
  const report = useRef<HTMLDivElement>(null)

  // The pressed button disappears, so the focus moves to the answer.
  useEffect(() => report.current?.focus(), [])

  return (
    <div ref={report} role="status" tabIndex={-1} className="border-l-4 border-ink px-4 py-1">
      <p className="font-medium wrap-anywhere">If an account has the address {email}, we are sending a link to it.</p>
      <p className="mt-2">
        The link works once, within 30 minutes. If no mail arrives within a few minutes, look in the folder for unwanted
        mail, and check that this is the address of your account.
      </p>
    </div>
  )
}

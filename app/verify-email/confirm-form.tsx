// feature: mail (this file)
'use client'

import { useEffect, useRef } from 'react'
import { ActionForm, SubmitButton, useFormCall } from '@/app/ui/form/call'
import { CodeField } from '@/app/ui/form/code-field'
import { ErrorSummary, FormReport } from '@/app/ui/form/report'
import { Unfinished } from '@/app/ui/form/unfinished'
import { tryAgainIn } from '@/app/ui/in-words'
import { PageLink } from '@/app/ui/page/link'
import type { ConfirmState } from '@/app/verify-email/actions'
import { confirmAddressAction } from '@/app/verify-email/actions'
import { routes } from '@/lib/routes'

const sentences = {
  invalid: 'Please correct this:',
  wrong_code:
    'This link does not work: it is too old, was used already, or a newer one replaced it. Your account page shows the state of your address.',
  unavailable: 'We cannot confirm the address just now. Please try again in a moment.',
  too_many: 'There were too many attempts from your network. Nothing was changed.',
} as const

const idle: ConfirmState = { outcome: 'idle', errors: {}, code: '' }

interface Props {
  /** In words: how long a session may be accepted whose revocation could not be published. */
  acceptedFor: string
}

export function ConfirmForm({ acceptedFor }: Props) {
  const call = useFormCall(confirmAddressAction, idle)
  const { outcome, retryAfter, isKept = false, errors, code } = call.state

  if (outcome === 'verified' || outcome === 'changed') return <Done outcome={outcome} isKept={isKept} />
  if (outcome === 'unfinished') {
    return (
      <Unfinished call={call} done={doneSentences.changed} acceptedFor={acceptedFor}>
        <input type="hidden" name="code" value={code} />
      </Unfinished>
    )
  }

  return (
    <ActionForm call={call} noValidate className="grid gap-5">
      {outcome !== 'idle' && (
        <ErrorSummary sentence={sentenceFor(outcome, retryAfter)} errors={errors} answer={call.state} />
      )}
      <CodeField code={code} error={errors.code} />
      <SubmitButton>Confirm the address</SubmitButton>
      <FormReport call={call} isRefusal={false} />
    </ActionForm>
  )
}

const sentenceFor = (outcome: keyof typeof sentences, retryAfter?: number) =>
  retryAfter ? `${sentences[outcome]} ${tryAgainIn(retryAfter)}` : sentences[outcome]

const doneSentences = {
  verified: 'Your address is verified',
  changed: 'Your address is changed, and your other sessions have ended',
} as const

function Done({ outcome, isKept }: { outcome: keyof typeof doneSentences; isKept: boolean }) {
  const report = useRef<HTMLDivElement>(null)

  // The pressed button disappears, so the focus moves to the answer.
  useEffect(() => report.current?.focus(), [])

  return (
    <div ref={report} role="status" tabIndex={-1} className="border-l-4 border-ink px-4 py-1">
      <p className="font-medium">{doneSentences[outcome]}.</p>
      <p className="mt-2">
        {outcome === 'changed' && !isKept ? (
          <>
            Log in with the new address.{' '}
            <PageLink href={routes.login} className="link">
              Log in
            </PageLink>
          </>
        ) : (
          <PageLink href={routes.account} className="link">
            Go to your account
          </PageLink>
        )}
      </p>
    </div>
  )
}

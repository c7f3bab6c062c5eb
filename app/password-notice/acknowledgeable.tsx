'use client'

import { type ReactNode, useEffect, useRef } from 'react'
import type { AcknowledgeState } from '@/app/password-notice/actions'
import { acknowledgeAction } from '@/app/password-notice/actions'
import { ActionForm, useFormCall } from '@/app/ui/form/call'
import { FormReport } from '@/app/ui/form/report'
import { SubmitButton } from '@/app/ui/form/submit-button'
import { PageLink } from '@/app/ui/page/link'
import { routes } from '@/lib/routes'

const sentences: Record<Exclude<AcknowledgeState['outcome'], 'acknowledged'>, string> = {
  idle: '',
  invalid: 'Not noted: this form was not one of ours. Please load this page again.',
  ended: 'Not noted: this session has ended.',
  other_account: '',
  unavailable: 'Not noted: the account could not be reached just now. Please try again in a moment.',
}

const idle: AcknowledgeState = { outcome: 'idle' }

interface Props {
  /** When the newest change was made that is told of here, ISO 8601: later ones were not seen. */
  until: string
  children: ReactNode
}

/** Stays until somebody of the account says that they know; without JavaScript it is gone from the page that follows. */
export function Acknowledgeable({ until, children }: Props) {
  const call = useFormCall(acknowledgeAction, idle)
  const { state } = call
  const noted = useRef<HTMLParagraphElement>(null)

  useEffect(() => {
    if (state.outcome === 'acknowledged') noted.current?.focus()
  }, [state])

  if (state.outcome === 'acknowledged') {
    return (
      <p ref={noted} role="status" tabIndex={-1} className="border-l-4 border-ink bg-sheet px-4 py-3 font-medium">
        Noted. Nobody will be told of it again.
      </p>
    )
  }
  return (
    <section aria-labelledby="password-notice" className="sheet border-l-4 border-l-alert p-5">
      {children}
      <ActionForm call={call} className="mt-4 flex flex-wrap items-center gap-x-5 gap-y-2">
        <input type="hidden" name="until" value={until} />
        <SubmitButton quiet>I know about it</SubmitButton>
        <PageLink href={`${routes.account}#change-password`} className="link flex min-h-11 items-center">
          Change the password
        </PageLink>
        <FormReport call={call} isRefusal>
          {sentences[state.outcome]}
        </FormReport>
      </ActionForm>
    </section>
  )
}

'use client'

import { type ReactNode, useEffect, useRef } from 'react'
import { type AcknowledgeState, acknowledgeAction } from '@/app/password-notice/actions'
import { ActionForm, SubmitButton, useFormCall } from '@/app/ui/form/call'
import { FormReport } from '@/app/ui/form/report'
import { PageLink } from '@/app/ui/page/link'
import { routes } from '@/lib/routes'

const sentences: Record<Exclude<AcknowledgeState['outcome'], 'acknowledged'>, string> = {
  idle: '',
  invalid: 'Not saved: the form was incomplete. Please load this page again.',
  ended: 'Not saved: this session has ended.',
  other_account: '',
  unavailable: 'Not saved: your account is not available just now. Please try again in a moment.',
}

const idle: AcknowledgeState = { outcome: 'idle' }

interface Props {
  /** Time of the newest change shown, ISO 8601: the acknowledgement does not cover later ones. */
  until: string
  children: ReactNode
}

/** Shown until the user acknowledges it. Without JavaScript the next page no longer has it. */
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
        Thank you. We will not show this again.
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

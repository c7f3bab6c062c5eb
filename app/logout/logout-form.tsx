'use client'

import type { ReactNode } from 'react'
import { finishLogoutAction, type LogoutState, logoutAction } from '@/app/logout/actions'
import { ActionForm, SubmitButton, useFormCall } from '@/app/ui/form/call'
import { FormReport } from '@/app/ui/form/report'

const sentences = {
  idle: '',
  unavailable: 'We could not log you out just now. You are still logged in. Please try again.',
} as const

const idle: LogoutState = { outcome: 'idle' }

/** On every page that needs a login (ASVS 7.4.4). */
export function LogoutForm({ label = 'Log out' }: { label?: string }) {
  const call = useFormCall(logoutAction, idle)

  return (
    <ActionForm call={call} className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <SubmitButton quiet>{label}</SubmitButton>
      <FormReport call={call} isRefusal unanswered="You may still be logged in. Check your connection, then try again.">
        {sentences[call.state.outcome]}
      </FormReport>
    </ActionForm>
  )
}

/** The retry of a logout that could not be published. Its action always redirects, so the report only shows a lost connection. */
export function FinishLogoutForm({ children }: { children: ReactNode }) {
  const call = useFormCall(finishLogoutAction, idle)

  return (
    <ActionForm call={call} className="mt-1 grid justify-items-start gap-3">
      {children}
      <SubmitButton quiet>Try again</SubmitButton>
      <FormReport call={call} isRefusal={false} />
    </ActionForm>
  )
}

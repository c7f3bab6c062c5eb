'use client'

import type { ReactNode } from 'react'
import type { LogoutState } from '@/app/logout/actions'
import { finishLogoutAction, logoutAction } from '@/app/logout/actions'
import { ActionForm, useFormCall } from '@/app/ui/form/call'
import { FormReport } from '@/app/ui/form/report'
import { SubmitButton } from '@/app/ui/form/submit-button'

const sentences = {
  idle: '',
  unavailable: 'We could not log you out just now. You are still logged in; please try again.',
} as const

const idle: LogoutState = { outcome: 'idle' }

/** On every page that needs a login (ASVS 7.4.4). */
export function LogoutForm() {
  const call = useFormCall(logoutAction, idle)

  return (
    <ActionForm call={call} className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <SubmitButton quiet>Log out</SubmitButton>
      <FormReport call={call} isRefusal unanswered="You may still be logged in. Check your connection, then try again.">
        {sentences[call.state.outcome]}
      </FormReport>
    </ActionForm>
  )
}

/** Its action always answers with another page: only an answer that is lost has something to say here. */
export function FinishLogoutForm({ children }: { children: ReactNode }) {
  const call = useFormCall(finishLogoutAction, idle)

  return (
    <ActionForm call={call} className="mt-1 grid justify-items-start gap-3">
      {children}
      <SubmitButton quiet>Tell it again</SubmitButton>
      <FormReport call={call} isRefusal={false} />
    </ActionForm>
  )
}

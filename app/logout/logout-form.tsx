'use client'

import { useActionState } from 'react'
import { logoutAction } from '@/app/logout/actions'
import type { LogoutState } from '@/app/logout/logout-state'
import { FormReport } from '@/app/ui/form-report'
import { SubmitButton } from '@/app/ui/submit-button'

const sentences = {
  idle: '',
  unavailable: 'We could not log you out just now. You are still logged in; please try again.',
} as const

/** On every page that needs a login (ASVS 7.4.4). */
export function LogoutForm() {
  const idle: LogoutState = 'idle'
  const [state, formAction] = useActionState(logoutAction, idle)

  return (
    <form action={formAction} className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <SubmitButton quiet>Log out</SubmitButton>
      <FormReport isRefusal>{sentences[state]}</FormReport>
    </form>
  )
}

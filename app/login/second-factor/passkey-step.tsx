// feature: second-factor (this file)
'use client'

import { startTransition } from 'react'
import { type PasskeyStepState, secondFactorPasskeyAction } from '@/app/login/second-factor/actions'
import { useFormCall } from '@/app/ui/form/call'
import { PasskeyLoginButton, passkeyRefusals } from '@/app/ui/passkeys/passkey-button'
import { routes } from '@/lib/routes'

const idle: PasskeyStepState = { outcome: 'idle' }

const sentences: Readonly<Record<PasskeyStepState['outcome'], string>> = {
  ...passkeyRefusals,
  wrong_passkey: 'That passkey was not accepted. Use one of the account that you are logging in to.',
  expired: 'This login has expired. Please start again.',
}

/** Offered to every account, whether it has a passkey or not: the page shows no list of factors. */
export function PasskeyStep() {
  const call = useFormCall(secondFactorPasskeyAction, idle, routes.secondFactor)

  function send(assertion: string): void {
    const fields = new FormData()
    fields.set('assertion', assertion)
    startTransition(() => call.send(fields))
  }

  return (
    <div>
      <PasskeyLoginButton call={call} sentences={sentences} onAnswer={send} />
    </div>
  )
}

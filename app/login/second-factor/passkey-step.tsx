// feature: second-factor (this file)
'use client'

import { startTransition } from 'react'
import { type PasskeyStepState, secondFactorPasskeyAction } from '@/app/login/second-factor/actions'
import { useFormCall } from '@/app/ui/form/call'
import { FormReport } from '@/app/ui/form/report'
import { tryAgainIn } from '@/app/ui/in-words'
import { PasskeyButton } from '@/app/ui/passkeys/passkey-button'
import { routes } from '@/lib/routes'

const idle: PasskeyStepState = { outcome: 'idle' }

const sentences: Readonly<Record<PasskeyStepState['outcome'], string>> = {
  idle: '',
  wrong_passkey: 'That passkey was not accepted. Use one of the account that you are logging in to.',
  expired: 'This login has expired. Please start again.',
  too_many: 'Too many passkeys were refused.',
  unavailable: 'We cannot log you in just now. Please try again in a moment.',
}

/** Offered to every account, whether it has a passkey or not: the page shows no list of factors. */
export function PasskeyStep() {
  const call = useFormCall(secondFactorPasskeyAction, idle, routes.secondFactor)
  const { outcome, retryAfter } = call.state

  function send(assertion: string): void {
    const fields = new FormData()
    fields.set('assertion', assertion)
    startTransition(() => call.send(fields))
  }

  return (
    <div>
      <PasskeyButton onAnswer={send} isPending={call.isPending}>
        Use a passkey
      </PasskeyButton>
      <FormReport call={call} isRefusal>
        {retryAfter ? `${sentences[outcome]} ${tryAgainIn(retryAfter)}` : sentences[outcome]}
      </FormReport>
    </div>
  )
}

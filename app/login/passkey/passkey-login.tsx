// feature: second-factor (this file)
'use client'

import { startTransition, useEffect, useRef, useState } from 'react'
import { type PasskeyLoginState, passkeyLoginAction } from '@/app/login/passkey/actions'
import { useFormCall } from '@/app/ui/form/call'
import { askForPasskey, canAutofill } from '@/app/ui/passkeys/ask-passkey'
import { PasskeyLoginButton, passkeyRefusals } from '@/app/ui/passkeys/passkey-button'
import { routes } from '@/lib/routes'

const idle: PasskeyLoginState = { outcome: 'idle' }

const sentences: Readonly<Record<PasskeyLoginState['outcome'], string>> = {
  ...passkeyRefusals,
  wrong_passkey: 'That passkey was not accepted. Try again, or log in with your password.',
  busy: 'Many people are logging in at this moment. Wait a few seconds and try again.',
}

/** Stands in the form of the login, and sends its other fields with the passkey. */
export function PasskeyLogin() {
  const call = useFormCall(passkeyLoginAction, idle, routes.login)
  const [isAsking, setAsking] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  const send = (json: string) =>
    startTransition(() => call.send(withAssertion(place.current?.closest('form') ?? null, json)))

  useAutofill(!isAsking && !call.isPending, send)

  return (
    <div ref={place}>
      <PasskeyLoginButton call={call} sentences={sentences} onAnswer={send} onAsking={setAsking} />
    </div>
  )
}

/** A passkey stands for the password, so a password that was typed as well is not sent. */
function withAssertion(form: HTMLFormElement | null, assertion: string): FormData {
  const fields = new FormData(form ?? undefined)
  fields.delete('password')
  fields.set('assertion', assertion)
  return fields
}

/** Milliseconds. Shorter than the life of a challenge, so that a page that stays open can still log in. */
const renewEvery = 4 * 60_000

/** Lists passkeys below the e-mail field, where the browser can do that, until the user chooses one (conditional UI). */
function useAutofill(isFree: boolean, onAnswer: (json: string) => void): void {
  const latest = useRef(onAnswer)
  useEffect(() => {
    latest.current = onAnswer
  })

  useEffect(() => {
    if (!isFree) return
    const leaving = new AbortController()
    void listen(leaving.signal).then((json) => json && latest.current(json))
    return () => leaving.abort()
  }, [isFree])
}

/** @returns null when the page is left, or when the browser lists none */
async function listen(leaving: AbortSignal): Promise<string | null> {
  if (!(await canAutofill())) return null

  for (;;) {
    const answer = await askForPasskey(AbortSignal.any([leaving, AbortSignal.timeout(renewEvery)]))
    if (leaving.aborted) return null
    if (answer.outcome === 'answered') return answer.json
    if (answer.outcome !== 'aborted') return null
  }
}

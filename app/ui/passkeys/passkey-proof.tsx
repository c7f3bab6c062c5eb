// feature: second-factor (this file)
'use client'

import { type ReactNode, useRef } from 'react'
import { PasskeyButton } from '@/app/ui/passkeys/passkey-button'

/** In a form whose action asks for a re-authentication: sends the form with a passkey. */
export function PasskeyProof({ children }: { children: ReactNode }) {
  const field = useRef<HTMLInputElement>(null)

  function send(json: string, form: HTMLFormElement | null): void {
    if (!field.current || !form) return
    const { noValidate } = form
    field.current.value = json
    // Its password may stay empty, where the passkey is enough.
    form.noValidate = true
    form.requestSubmit()
    form.noValidate = noValidate
    // Sent by now. The next attempt may be one with the password.
    field.current.value = ''
  }

  return (
    <>
      <input ref={field} type="hidden" name="assertion" />
      <PasskeyButton onAnswer={send} isPending={false}>
        {children}
      </PasskeyButton>
    </>
  )
}

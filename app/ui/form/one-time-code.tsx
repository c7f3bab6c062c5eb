// feature: second-factor (this file)
'use client'

import { useEffect, useRef } from 'react'
import { describedBy, FieldFrame } from '@/app/ui/form/field'

interface Props {
  /** Unique on the page. */
  id?: string
  name: string
  label: string
  hint?: string
  error?: string | undefined
  /** The keyboard of a phone: digits for a code of an app, letters too for a recovery code. */
  digits?: boolean
  /** An answer about this field: a new answer moves the focus here. */
  focusOn?: object | undefined
}

/** A one-time code. The browser may fill it in from an app of the device, and never stores it. */
export function OneTimeCodeField({ id, name, digits = false, focusOn, ...frame }: Props) {
  const unique = id ?? name
  const input = useRef<HTMLInputElement>(null)

  useEffect(() => {
    if (focusOn) input.current?.focus()
  }, [focusOn])

  return (
    <FieldFrame name={unique} {...frame}>
      <input
        ref={input}
        id={unique}
        name={name}
        type="text"
        inputMode={digits ? 'numeric' : 'text'}
        autoComplete={digits ? 'one-time-code' : 'off'}
        autoCapitalize="characters"
        spellCheck={false}
        required
        aria-invalid={frame.error !== undefined}
        aria-describedby={describedBy(unique, frame)}
        className="input font-mono"
      />
    </FieldFrame>
  )
}

interface ProofCodeProps {
  id: string
  error?: string | undefined
  /** Whether the account has an app. With passkeys alone, the code is a recovery code. */
  hasApp: boolean
}

/** Beside the password of a step-up, where the account has a second factor. */
export function ProofCodeField({ id, error, hasApp }: ProofCodeProps) {
  return (
    <OneTimeCodeField
      id={id}
      name="proofCode"
      label={hasApp ? 'Code of your app' : 'Recovery code'}
      hint={
        hasApp
          ? 'The six digits that your authenticator app shows now, or one of your recovery codes.'
          : 'One of the codes that you stored with your first passkey. Each works once.'
      }
      error={error}
    />
  )
}

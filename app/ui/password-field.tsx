'use client'

import { useEffect, useRef, useState } from 'react'
import { describedBy, FieldFrame } from '@/app/ui/field'
import { useHasScript } from '@/app/ui/use-has-script'

interface Props {
  /** Unique on the page; both as the field is usually called. */
  id?: string
  name?: string
  label: string
  hint?: string | undefined
  error: string | undefined
  autoComplete: 'current-password' | 'new-password'
  /** An answer that this field is about: a new one takes the focus. */
  focusOn?: object | undefined
}

/** Pasting and password managers work (ASVS 6.2.6, 6.2.7). Never filled from the server. */
export function PasswordField({ id = 'password', name = 'password', autoComplete, focusOn, ...frame }: Props) {
  const [shown, setShown] = useState(false)
  const hasScript = useHasScript()
  const input = useRef<HTMLInputElement>(null)

  useEffect(() => {
    if (focusOn) input.current?.focus()
  }, [focusOn])

  return (
    <FieldFrame name={id} {...frame}>
      <div className="relative">
        <input
          ref={input}
          id={id}
          name={name}
          type={shown ? 'text' : 'password'}
          autoComplete={autoComplete}
          autoCapitalize="none"
          spellCheck={false}
          required
          aria-invalid={frame.error !== undefined}
          aria-describedby={describedBy(id, frame)}
          className="input pr-20"
        />
        {hasScript && (
          <button
            type="button"
            aria-controls={id}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
            className="link absolute inset-y-0 right-0 min-w-16 px-3 text-sm"
          >
            {shown ? 'Hide' : 'Show'}
            <span className="sr-only"> {frame.label.toLowerCase()}</span>
          </button>
        )}
      </div>
    </FieldFrame>
  )
}

'use client'

import { useState, useSyncExternalStore } from 'react'
import { describedBy, FieldFrame } from '@/app/ui/field'

interface Props {
  label: string
  hint?: string
  error: string | undefined
  autoComplete: 'current-password' | 'new-password'
}

const nothingToWatch = () => () => undefined

/** False in the server's markup and while hydrating: what only works with JavaScript only exists with it. */
function useHasScript(): boolean {
  return useSyncExternalStore(
    nothingToWatch,
    () => true,
    () => false,
  )
}

/** Pasting and password managers work (ASVS 6.2.6, 6.2.7). Never filled from the server. */
export function PasswordField({ autoComplete, ...frame }: Props) {
  const [shown, setShown] = useState(false)
  const hasScript = useHasScript()

  return (
    <FieldFrame name="password" {...frame}>
      <div className="relative">
        <input
          id="password"
          name="password"
          type={shown ? 'text' : 'password'}
          autoComplete={autoComplete}
          autoCapitalize="none"
          spellCheck={false}
          required
          aria-invalid={frame.error !== undefined}
          aria-describedby={describedBy('password', frame)}
          className="input pr-20"
        />
        {hasScript && (
          <button
            type="button"
            aria-controls="password"
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
            className="link absolute inset-y-0 right-0 min-w-16 px-3 text-sm"
          >
            {shown ? 'Hide' : 'Show'}
            <span className="sr-only"> password</span>
          </button>
        )}
      </div>
    </FieldFrame>
  )
}

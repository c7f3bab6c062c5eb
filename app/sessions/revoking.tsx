'use client'

import { createContext, type ReactNode, use, useActionState } from 'react'
import { revokeAction } from '@/app/sessions/actions'
import type { RevokeState } from '@/app/sessions/revoke-state'

interface Revoking {
  state: RevokeState
  formAction: (form: FormData) => void
}

const idle: RevokeState = { outcome: 'idle', scope: 'one', sessionId: '' }
const RevokingContext = createContext<Revoking>({ state: idle, formAction: () => undefined })

export const useRevoking = () => use(RevokingContext)

/** One answer for all forms of the page: the card of a revoked session is gone by the time there is something to say. */
export function RevokingProvider({ children }: { children: ReactNode }) {
  const [state, formAction] = useActionState(revokeAction, idle)

  return <RevokingContext value={{ state, formAction }}>{children}</RevokingContext>
}

'use client'

import { createContext, type ReactNode, use } from 'react'
import type { RevokeState } from '@/app/sessions/actions'
import { revokeAction } from '@/app/sessions/actions'
import { type FormCall, useFormCall } from '@/app/ui/form/call'

const idle: RevokeState = { outcome: 'idle', scope: 'others', sessionId: '' }
const RevokingContext = createContext<FormCall<RevokeState> | null>(null)

/** @throws outside of the page that revokes */
export function useRevoking(): FormCall<RevokeState> {
  const call = use(RevokingContext)
  if (!call) throw new Error('no RevokingProvider above this component')
  return call
}

/** One answer for all forms of the page: the card of a revoked session is gone by the time there is something to say. */
export function RevokingProvider({ children }: { children: ReactNode }) {
  return <RevokingContext value={useFormCall(revokeAction, idle)}>{children}</RevokingContext>
}

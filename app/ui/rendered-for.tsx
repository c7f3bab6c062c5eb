'use client'

import { createContext, type ReactNode, use, useMemo, useState } from 'react'

interface Rendered {
  account: string | null
  hasEnded: boolean
  setEnded: (hasEnded: boolean) => void
}

const RenderedContext = createContext<Rendered>({ account: null, hasEnded: false, setEnded: () => undefined })

/** What a page knows after it was rendered: for which account that was, and whether the session has ended since. */
export function RenderedFor({ account, children }: { account: string | null; children: ReactNode }) {
  const [endedFor, setEndedFor] = useState<string | null>(null)
  const value = useMemo(
    () => ({
      account,
      // Of this account: a page that is rendered again for another one begins anew.
      hasEnded: account !== null && endedFor === account,
      setEnded: (hasEnded: boolean) => setEndedFor(hasEnded ? account : null),
    }),
    [account, endedFor],
  )

  return <RenderedContext value={value}>{children}</RenderedContext>
}

/** For whatever finds out that the session has ended, or that it goes on. */
export const useSetEnded = () => use(RenderedContext).setEnded

/** The hidden field by which an action's guard tells for which account the page was rendered. */
export function AccountField() {
  const { account } = use(RenderedContext)
  return account === null ? null : <input type="hidden" name="account" value={account} />
}

interface WhileSignedInProps {
  /** What takes its place once the session has ended in this tab. */
  otherwise: ReactNode
  children: ReactNode
}

export function WhileSignedIn({ otherwise, children }: WhileSignedInProps) {
  return use(RenderedContext).hasEnded ? otherwise : children
}

'use client'

import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from 'react'

/** The state of the session since the page was rendered. `other`: another account is logged in now. */
type Since = 'same' | 'ended' | 'other'

/** The mark of an account (lib/server/guards/require-session.ts). null: unauthenticated. `unknown`: the session could not be checked. */
export type RenderedAccount = { mark: string } | null | 'unknown'

interface Rendered {
  mark: string | null
  since: Since
  setSince: (since: Since) => void
}

const RenderedContext = createContext<Rendered>({ mark: null, since: 'same', setSince: () => undefined })

/** Provides the account that the page was rendered for, and the state of its session since. */
export function RenderedFor({ account, children }: { account: RenderedAccount; children: ReactNode }) {
  const mark = account === null || account === 'unknown' ? null : account.mark
  const [known, setKnown] = useState<{ mark: string | null; since: Since }>({ mark, since: 'same' })
  const setSince = useCallback((since: Since) => setKnown({ mark, since }), [mark])
  // When the page is rendered again for another account, the state starts again.
  const since = mark !== null && known.mark === mark ? known.since : 'same'
  const value = useMemo(() => ({ mark, since, setSince }), [mark, since, setSince])
  useOtherTabs(account === 'unknown' ? 'unknown' : mark, setSince)

  return <RenderedContext value={value}>{children}</RenderedContext>
}

/** Each page informs the other tabs of this browser, which were rendered earlier, for which account it was rendered. */
function useOtherTabs(mark: string | null, setSince: Rendered['setSince']): void {
  useEffect(() => {
    if (mark === 'unknown') return
    const tabs = new BroadcastChannel('rendered-for')
    tabs.onmessage = ({ data }) => {
      if (data === mark) setSince('same')
      else setSince(data === null ? 'ended' : 'other')
    }
    tabs.postMessage(mark)
    // An open channel would keep the page out of the back/forward cache.
    const close = () => tabs.close()
    addEventListener('pagehide', close)
    return () => {
      removeEventListener('pagehide', close)
      close()
    }
  }, [mark, setSince])
}

/** For code that learns that the session has ended or changed. */
export const useSetSince = () => use(RenderedContext).setSince

/** The hidden field in which an action's guard reads for which account the page was rendered. */
export function AccountField() {
  const { mark } = use(RenderedContext)
  return mark === null ? null : <input type="hidden" name="account" value={mark} />
}

interface Props {
  /** Replace the children once the session has ended, or once another account is logged in. */
  ended: ReactNode
  other: ReactNode
  children: ReactNode
}

export function WhileSignedIn({ ended, other, children }: Props) {
  const { since } = use(RenderedContext)
  if (since === 'same') return children
  return since === 'ended' ? ended : other
}

import type { ReactNode } from 'react'
import { Frame } from '@/app/ui/frame'
import type { Visitor } from '@/app/ui/site-header'
import { markAccount } from '@/lib/server/account-mark'

interface Props {
  visitor: Visitor
  children: ReactNode
}

/** The frame of a page. Every form in it is bound to the account that the page is rendered for (lib/server/account-mark.ts). */
export function PageFrame({ visitor, children }: Props) {
  const account = visitor === null || visitor === 'unknown' ? null : markAccount(visitor.userId)

  return (
    <Frame visitor={visitor} account={account}>
      {children}
    </Frame>
  )
}

import type { ReactNode } from 'react'
import { Frame } from '@/app/ui/page/frame'
import { isLabOn } from '@/lib/lab/shared/is-lab-on'
import { markAccount } from '@/lib/server/guards/account-mark'
import { isSessionUnknown } from '@/lib/server/guards/require-session'
import type { Session } from '@/lib/session/session'

interface Props {
  visitor: Session | null
  children: ReactNode
}

/** The frame of a page. Every form in it is bound to the account that the page is rendered for (lib/server/guards/account-mark.ts). */
export async function PageFrame({ visitor, children }: Props) {
  if (visitor === null && (await isSessionUnknown())) {
    return (
      <Frame visitor="unknown" account="unknown" hasLab={isLabOn()}>
        {children}
      </Frame>
    )
  }
  return (
    <Frame visitor={visitor} account={visitor && { mark: markAccount(visitor.userId) }} hasLab={isLabOn()}>
      {children}
    </Frame>
  )
}

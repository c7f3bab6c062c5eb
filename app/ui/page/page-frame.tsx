import type { ReactNode } from 'react'
import { Frame } from '@/app/ui/page/frame'
import { isLabOn } from '@/lib/lab/shared/is-lab-on' // feature: lab
import { markAccount } from '@/lib/server/guards/account-mark'
import { isSessionUnknown } from '@/lib/server/guards/require-session'
import type { Session } from '@/lib/session/session'

interface Props {
  visitor: Session | null
  children: ReactNode
}

/** The frame of a page. Every form in it is bound to the account that the page is rendered for (lib/server/guards/account-mark.ts). */
export async function PageFrame({ visitor, children }: Props) {
  const isUnknown = visitor === null && (await isSessionUnknown())
  return (
    <Frame
      visitor={isUnknown ? 'unknown' : visitor}
      account={isUnknown ? 'unknown' : visitor && { mark: markAccount(visitor.userId) }}
      hasLab={isLabOn()} // feature: lab
    >
      {children}
    </Frame>
  )
}

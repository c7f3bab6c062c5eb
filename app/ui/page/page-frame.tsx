import type { ReactNode } from 'react'
import { Frame } from '@/app/ui/page/frame'
import { chinese } from '@/app/ui/page/messages.zh-cn' // feature: chinese
import { isLabOn } from '@/lib/lab/shared/is-lab-on' // feature: lab
import type { Language } from '@/lib/languages' // feature: chinese
import { markAccount } from '@/lib/server/guards/account-mark'
import { isSessionUnknown } from '@/lib/server/guards/require-session'
import type { Session } from '@/lib/session/session'

interface Props {
  visitor: Session | null
  // feature: chinese
  /** The language of a translated page. */
  language?: Language
  // end
  children: ReactNode
}

/** The frame of a page. It binds every form to the account that the page is rendered for (lib/server/guards/require-session.ts). */
export async function PageFrame({
  visitor,
  children,
  language, // feature: chinese
}: Props) {
  const isUnknown = visitor === null && (await isSessionUnknown())
  return (
    <Frame
      visitor={isUnknown ? 'unknown' : visitor && { role: visitor.role, model: visitor.model }}
      account={isUnknown ? 'unknown' : visitor && { mark: markAccount(visitor.userId) }}
      // Only what differs from the default: it is in each answer.
      {...(isLabOn() && { hasLab: true })} // feature: lab
      {...(language && { language })} // feature: chinese
      {...(language === 'zh-CN' && { t: chinese })} // feature: chinese
    >
      {children}
    </Frame>
  )
}

import type { Metadata } from 'next'
import { Signup } from '@/app/signup/signup-form'
import { MailboxNote } from '@/app/ui/page/mailbox-note' // feature: mail
import { PageFrame } from '@/app/ui/page/page-frame'
import { getSession } from '@/lib/server/guards/require-session'

/** No title here: the form sets one for each of its two steps. */
export const metadata: Metadata = { title: null }

export default async function SignupPage() {
  const session = await getSession()

  return (
    <PageFrame visitor={session}>
      <div className="mx-auto max-w-lg">
        <Signup />
        {/* feature: mail */}
        <MailboxNote />
        {/* end */}
      </div>
    </PageFrame>
  )
}

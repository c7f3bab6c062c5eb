// feature: mail (this file)
import type { Metadata } from 'next'
import { NotMeForm } from '@/app/reset-password/not-me/not-me-form'
import { inWords } from '@/app/ui/in-words'
import { PageHeading } from '@/app/ui/page/heading'
import { PageFrame } from '@/app/ui/page/page-frame'
import { env } from '@/lib/env'
import { getSession } from '@/lib/server/guards/require-session'

export const metadata: Metadata = { title: 'A login that was not you' }

/** The same for every code: the server sees the code only when the form is sent, so opening a link changes nothing. */
export default async function NotMePage() {
  const session = await getSession()

  return (
    <PageFrame visitor={session}>
      <div className="mx-auto max-w-lg">
        <PageHeading>A login that was not you</PageHeading>
        <p className="mt-2 text-ink-soft">
          Did you get a mail about a login that was not you? Then another person knows your password. Here you end every
          session of your account, on all devices, and your password stops working. Then you set a new one.
        </p>
        {/* feature: second-factor */}
        <p className="mt-2 text-ink-soft">
          The same form is for a mail about a second factor or recovery codes that are not yours. It also removes the
          authenticator apps, passkeys and recovery codes that were added since the first such mail of the last 7 days.
        </p>
        {/* end */}
        <div className="sheet mt-6 p-5 sm:p-7">
          <NotMeForm acceptedFor={inWords(env().FRESH_SECONDS)} />
        </div>
      </div>
    </PageFrame>
  )
}

// feature: mail (this file)
import type { Metadata } from 'next'
import { ResetForm } from '@/app/reset-password/reset-form'
import { inWords } from '@/app/ui/in-words'
import { PageHeading } from '@/app/ui/page/heading'
import { PageFrame } from '@/app/ui/page/page-frame'
import { env } from '@/lib/env'
import { getSession } from '@/lib/server/guards/require-session'

export const metadata: Metadata = { title: 'Set a new password' }

/** The same for every code: the server sees the code only when the form is sent, so opening a link changes nothing. */
export default async function ResetPasswordPage() {
  const session = await getSession()

  return (
    <PageFrame visitor={session}>
      <div className="mx-auto max-w-lg">
        <PageHeading>Set a new password</PageHeading>
        <p className="mt-2 text-ink-soft">
          A new password ends every session of your account, on all devices. Then you log in with it.
        </p>
        <div className="sheet mt-6 p-5 sm:p-7">
          <ResetForm kind="reset" acceptedFor={inWords(env().FRESH_SECONDS)} />
        </div>
      </div>
    </PageFrame>
  )
}

// feature: mail (this file)
import type { Metadata } from 'next'
import { ResetForm } from '@/app/reset-password/reset-form'
import { inWords } from '@/app/ui/in-words'
import { PageHeading } from '@/app/ui/page/heading'
import { PageFrame } from '@/app/ui/page/page-frame'
import { env } from '@/lib/env'
import { getSession } from '@/lib/server/guards/require-session'

export const metadata: Metadata = { title: 'Restore your address' }

/** The same for every code: the server sees the code only when the form is sent, so opening a link changes nothing. */
export default async function RestoreAddressPage() {
  const session = await getSession()

  return (
    <PageFrame visitor={session}>
      <div className="mx-auto max-w-lg">
        <PageHeading>Restore your address</PageHeading>
        <p className="mt-2 text-ink-soft">
          The account gets its earlier address back, and a new password. Every session of the account ends, on all
          devices. Then you log in with the new password.
        </p>
        {/* feature: second-factor */}
        <p className="mt-2 text-ink-soft">
          The authenticator apps, passkeys and recovery codes are removed that were added since the change, or since the
          first mail of the last 7 days about a new login or a second factor, if that was earlier.
        </p>
        {/* end */}
        <div className="sheet mt-6 p-5 sm:p-7">
          <ResetForm kind="restore" acceptedFor={inWords(env().FRESH_SECONDS)} />
        </div>
      </div>
    </PageFrame>
  )
}

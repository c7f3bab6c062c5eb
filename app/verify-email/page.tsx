// feature: mail (this file)
import type { Metadata } from 'next'
import { inWords } from '@/app/ui/in-words'
import { PageHeading } from '@/app/ui/page/heading'
import { PageFrame } from '@/app/ui/page/page-frame'
import { ConfirmForm } from '@/app/verify-email/confirm-form'
import { env } from '@/lib/env'
import { getSession } from '@/lib/server/guards/require-session'

export const metadata: Metadata = { title: 'Confirm your address' }

/** The same for every code: the server sees the code only when the form is sent, so opening a link changes nothing. */
export default async function VerifyEmailPage() {
  const session = await getSession()

  return (
    <PageFrame visitor={session}>
      <div className="mx-auto max-w-lg">
        <PageHeading>Confirm your address</PageHeading>
        <p className="mt-2 text-ink-soft">
          With the code from our mail you confirm that this e-mail address is yours. If you have changed the address of
          your account, the account gets it now, and your sessions on other devices end.
        </p>
        <div className="sheet mt-6 p-5 sm:p-7">
          <ConfirmForm acceptedFor={inWords(env().FRESH_SECONDS)} />
        </div>
      </div>
    </PageFrame>
  )
}

// feature: mail (this file)
import type { Metadata } from 'next'
import { LinkRequestForm } from '@/app/forgot-password/link-request-form'
import { PageHeading } from '@/app/ui/page/heading'
import { PageLink } from '@/app/ui/page/link'
import { MailboxNote } from '@/app/ui/page/mailbox-note'
import { PageFrame } from '@/app/ui/page/page-frame'
import { routes } from '@/lib/routes'
import { getSession } from '@/lib/server/guards/require-session'

export const metadata: Metadata = { title: 'Forgotten password' }

export default async function ForgotPasswordPage() {
  const session = await getSession()

  return (
    <PageFrame visitor={session}>
      <div className="mx-auto max-w-lg">
        <PageHeading>Forgotten password</PageHeading>
        <p className="mt-2 text-ink-soft">
          Enter the address of your account. We send you a link, and with it you set a new password.
        </p>
        <div className="sheet mt-6 p-5 sm:p-7">
          <LinkRequestForm />
        </div>
        <p className="mt-5">
          Do you know it after all?{' '}
          <PageLink href={routes.login} className="link">
            Log in
          </PageLink>
        </p>
        <MailboxNote />
      </div>
    </PageFrame>
  )
}

// feature: second-factor (this file)
import type { Metadata } from 'next'
import { CodeForm } from '@/app/login/second-factor/code-form'
import { PasskeyStep } from '@/app/login/second-factor/passkey-step'
import { PageHeading } from '@/app/ui/page/heading'
import { PageLink } from '@/app/ui/page/link'
import { PageFrame } from '@/app/ui/page/page-frame'
import { routes } from '@/lib/routes'
import { getSession } from '@/lib/server/guards/require-session'
import { isMailOn } from '@/lib/server/mail/smtp' // feature: mail

export const metadata: Metadata = { title: 'Second factor' }

/** The same with and without a challenge, for every account: it shows no name, no address and no list of factors. */
export default async function SecondFactorPage() {
  const session = await getSession()

  return (
    <PageFrame visitor={session}>
      <div className="mx-auto max-w-lg">
        <PageHeading>Second factor</PageHeading>
        <p className="mt-2 text-ink-soft">
          Your account needs a code or a passkey besides the password. You have five minutes.
        </p>
        <div className="sheet mt-6 grid gap-6 p-5 sm:p-7">
          <CodeForm />
          <PasskeyStep />
        </div>
        <p className="mt-5">
          Is this not your login?{' '}
          <PageLink href={routes.login} className="link">
            Start again
          </PageLink>
        </p>
        {/* feature: mail */}
        {isMailOn() && (
          <p className="mt-5 text-ink-soft">
            You did not add a second factor? Then another person may have done it. Use the link in our mail about the
            second factor, or about the login. A new password alone does not remove the factor.
          </p>
        )}
        {/* end */}
      </div>
    </PageFrame>
  )
}

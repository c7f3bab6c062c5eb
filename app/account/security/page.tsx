// feature: second-factor (this file)
import type { Metadata } from 'next'
import { Section } from '@/app/account/section'
import { AppSection } from '@/app/account/security/app-section'
import { Passkeys } from '@/app/account/security/passkeys/passkeys'
import { RecoveryCodes } from '@/app/account/security/recovery-codes'
import { PasswordNotice } from '@/app/password-notice/password-notice' // feature: notice
import { inWords } from '@/app/ui/in-words'
import { PageHeading } from '@/app/ui/page/heading'
import { PageLink } from '@/app/ui/page/link'
import { PageFrame } from '@/app/ui/page/page-frame'
import { env } from '@/lib/env'
import { routes } from '@/lib/routes'
import { requireSession } from '@/lib/server/guards/require-session'
import { listFactors } from '@/lib/server/second-factor/factors'

export const metadata: Metadata = { title: 'Security' }

export default async function SecurityPage() {
  const session = await requireSession({ next: routes.security, check: 'strict' })

  const { hasApp, hasPasskey, recoveryCodes } = await listFactors(session.userId)
  const acceptedFor = inWords(env().FRESH_SECONDS)

  return (
    <PageFrame visitor={session}>
      <PageHeading>Security</PageHeading>
      <p className="mt-2 max-w-2xl text-ink-soft">
        With a second factor, a person who knows your password cannot log in.
        {/* feature: required-factor */}
        {/* The account leads back to this page until there is a factor. */}
        {!session.lacksFactor && <BackToAccount />}
        {/* end, otherwise: <BackToAccount /> */}
      </p>
      {/* feature: required-factor */}
      {session.lacksFactor && <FactorMissing role={session.role} />}
      {/* end */}
      {/* feature: notice */}
      <PasswordNotice session={session} />
      {/* end */}
      <div className="mt-10 grid gap-12 sm:mt-14 sm:gap-16">
        <Section
          id="app"
          heading="Authenticator app"
          hint="An app on your phone shows a code of six digits, and we ask for it at each login."
        >
          <AppSection isOn={hasApp} acceptedFor={acceptedFor} />
        </Section>
        <Section
          id="passkeys"
          heading="Passkeys"
          hint="A passkey logs you in without a password: your device asks for your fingerprint, your face or its PIN."
        >
          <Passkeys userId={session.userId} acceptedFor={acceptedFor} />
        </Section>
        {(hasApp || hasPasskey) && (
          <Section
            id="recovery-codes"
            heading="Recovery codes"
            hint="For the day on which you cannot use your phone or your passkey."
          >
            <RecoveryCodes left={recoveryCodes} />
          </Section>
        )}
      </div>
    </PageFrame>
  )
}

function BackToAccount() {
  return (
    <>
      {' '}
      Back to{' '}
      <PageLink href={routes.account} className="link">
        your account
      </PageLink>
      .
    </>
  )
}

// feature: required-factor
/** The only page of the account that such a session gets. */
function FactorMissing({ role }: { role: string }) {
  return (
    <div role="status" className="mt-6 max-w-2xl border-l-4 border-alert py-1 pl-4">
      <p className="font-semibold">Your account needs a second factor.</p>
      <p className="mt-1">
        Your role is {role}, and an admin requires a second factor of this role. Set up an app or add a passkey here.
        Until then, the other pages of your account lead back to this one.
      </p>
    </div>
  )
}
// end

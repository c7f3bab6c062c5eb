import type { Metadata } from 'next'
import { ActivityList } from '@/app/account/activity' // feature: activity
import { AddressSection } from '@/app/account/address/address-section' // feature: mail
import { DeleteForm } from '@/app/account/delete-form'
import { NameForm } from '@/app/account/name-form'
import { PasswordForm } from '@/app/account/password-form'
import { Section } from '@/app/account/section'
import { PasswordNotice } from '@/app/password-notice/password-notice' // feature: notice
import { inWords } from '@/app/ui/in-words'
import { PageHeading } from '@/app/ui/page/heading'
import { PageLink } from '@/app/ui/page/link' // feature: second-factor
import { PageFrame } from '@/app/ui/page/page-frame'
import { env } from '@/lib/env'
import { routes } from '@/lib/routes'
import { listActivity } from '@/lib/server/account/activity' // feature: activity
import { getProfile } from '@/lib/server/account/profile'
import { requireSession } from '@/lib/server/guards/require-session'
import { listProofs } from '@/lib/server/second-factor/prove-factor' // feature: second-factor

export const metadata: Metadata = { title: 'Account' }

export default async function AccountPage() {
  const session = await requireSession({ next: routes.account, check: 'strict' })

  const profile = await getProfile(session.userId)
  const activity = await listActivity(session.userId) // feature: activity
  const proofs = await listProofs(session.userId) // feature: second-factor
  const { name, email } = profile ?? { name: '', email: '' }

  return (
    <PageFrame visitor={session}>
      <PageHeading>Account</PageHeading>
      <p className="mt-2 max-w-2xl text-ink-soft">
        {/* feature: activity */}
        Change your name and password, see recent activity, or delete the account.
        {/* end, otherwise: Change your name and password, or delete the account. */}
      </p>
      <p className="mt-2 wrap-anywhere">
        {email}, role {session.role}
      </p>
      {/* feature: notice */}
      <PasswordNotice session={session} />
      {/* end */}
      <div className="mt-10 grid gap-12 sm:mt-14 sm:gap-16">
        <Section id="change-name" heading="Name" hint="How we greet you.">
          <NameForm name={name} />
        </Section>
        {/* feature: mail */}
        <AddressSection userId={session.userId} />
        {/* end */}
        <Section
          id="change-password"
          heading="Password"
          hint="A new password ends your sessions on all other devices. You stay logged in here."
        >
          <PasswordForm
            email={email}
            acceptedFor={inWords(env().FRESH_SECONDS)}
            proofs={proofs} // feature: second-factor
          />
        </Section>
        {/* feature: second-factor */}
        <Section id="security" heading="Second factor" hint="A second proof, besides the password, at each login.">
          <p>
            {proofs.asksCode ? 'A second factor is on.' : 'No second factor is on.'}{' '}
            <PageLink href={routes.security} className="link">
              Security
            </PageLink>
          </p>
        </Section>
        {/* end */}
        {/* feature: activity */}
        <Section
          id="recent-activity"
          heading="Recent activity"
          hint="The last twenty events. If you do not recognise one, change your password."
        >
          <ActivityList activity={activity} />
        </Section>
        {/* end */}
        <Section
          id="delete-account"
          heading="Delete this account"
          hint="Every session ends at once, and the account is deleted. This cannot be undone. We keep the events, without your name: each with its time, device and IP address."
        >
          <DeleteForm />
        </Section>
      </div>
    </PageFrame>
  )
}

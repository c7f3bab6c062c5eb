import type { Metadata } from 'next'
import { ActivityList } from '@/app/account/activity' // feature: activity
import { DeleteForm } from '@/app/account/delete-form'
import { NameForm } from '@/app/account/name-form'
import { PasswordForm } from '@/app/account/password-form'
import { Section } from '@/app/account/section'
import { PasswordNotice } from '@/app/password-notice/password-notice' // feature: notice
import { PageHeading } from '@/app/ui/page/heading'
import { PageFrame } from '@/app/ui/page/page-frame'
import { routes } from '@/lib/routes'
import { listActivity } from '@/lib/server/account/activity' // feature: activity
import { getProfile } from '@/lib/server/account/profile'
import { requireSession } from '@/lib/server/guards/require-session'

export const metadata: Metadata = { title: 'Account' }

export default async function AccountPage() {
  const session = await requireSession({ next: routes.account, check: 'strict' })

  const profile = await getProfile(session.userId)
  const activity = await listActivity(session.userId) // feature: activity
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
        <Section id="change-name" heading="Name" hint="How we greet you. It is in no cookie and no token.">
          <NameForm name={name} />
        </Section>
        <Section
          id="change-password"
          heading="Password"
          hint="A new one ends every other session. This one goes on under a new id."
        >
          <PasswordForm email={email} />
        </Section>
        {/* feature: activity */}
        <Section
          id="recent-activity"
          heading="Recent activity"
          hint="The last twenty events on record. If you do not recognise one, change your password."
        >
          <ActivityList activity={activity} />
        </Section>
        {/* end */}
        <Section
          id="delete-account"
          heading="Delete this account"
          hint="Every session ends at once, and the account is gone for good. The record of events stays, without your name."
        >
          <DeleteForm />
        </Section>
      </div>
    </PageFrame>
  )
}

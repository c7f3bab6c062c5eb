import type { Metadata } from 'next'
import { SignupForm } from '@/app/signup/signup-form'
import { PageFrame } from '@/app/ui/page-frame'
import { PageHeading } from '@/app/ui/page-heading'
import { PageLink } from '@/app/ui/page-link'
import { routes } from '@/lib/routes'
import { getSession } from '@/lib/server/require-session'

export const metadata: Metadata = { title: 'Sign up' }

export default async function SignupPage() {
  const session = await getSession()

  return (
    <PageFrame visitor={session}>
      <div className="mx-auto max-w-lg">
        <PageHeading>Sign up</PageHeading>
        <p className="mt-2 text-ink-soft">One account works with all three models.</p>
        <div className="sheet mt-6 p-5 sm:p-7">
          <SignupForm />
        </div>
        <p className="mt-5">
          Have an account?{' '}
          <PageLink href={routes.login} className="link">
            Log in
          </PageLink>
        </p>
      </div>
    </PageFrame>
  )
}

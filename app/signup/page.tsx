import type { Metadata } from 'next'
import { Signup } from '@/app/signup/signup-form'
import { PageFrame } from '@/app/ui/page/page-frame'
import { getSession } from '@/lib/server/guards/require-session'

/** None: each of the two steps has its own, which the form sets. */
export const metadata: Metadata = { title: null }

export default async function SignupPage() {
  const session = await getSession()

  return (
    <PageFrame visitor={session}>
      <div className="mx-auto max-w-lg">
        <Signup />
      </div>
    </PageFrame>
  )
}

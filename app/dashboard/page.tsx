import type { Metadata } from 'next'
import { CheckTraceTable } from '@/app/dashboard/check-trace'
import { DeadlineList } from '@/app/dashboard/deadlines'
import { SessionDataForms } from '@/app/dashboard/session-data'
import { Who } from '@/app/dashboard/who'
import { PasswordNotice } from '@/app/password-notice/password-notice'
import { PageFrame } from '@/app/ui/page/page-frame'
import { getProfile } from '@/lib/server/account/profile'
import { getCheckTrace } from '@/lib/server/guards/check-trace'
import { requireSession } from '@/lib/server/guards/require-session'
import { getSessionData } from '@/lib/server/guards/session-data'
import { nowInSeconds } from '@/lib/time'

export const metadata: Metadata = { title: 'Dashboard' }

export default async function DashboardPage() {
  const session = await requireSession()

  const [profile, data] = await Promise.all([getProfile(session.userId), getSessionData()])
  const trace = await getCheckTrace()

  return (
    <PageFrame visitor={session}>
      <div data-model={session.model} className="grid gap-12 sm:gap-16">
        <Who
          session={session}
          profile={profile}
          visits={data.visits} // model: several
        >
          <PasswordNotice session={session} />
        </Who>
        <DeadlineList session={session} now={nowInSeconds()} />
        <SessionDataForms
          model={session.model} // model: several
          data={data}
        />
        <CheckTraceTable trace={trace} />
      </div>
    </PageFrame>
  )
}

import type { Metadata } from 'next'
import { CheckTraceTable } from '@/app/dashboard/check-trace' // feature: trace
import { DeadlineList } from '@/app/dashboard/deadlines' // feature: trace
import { SessionDataForms } from '@/app/dashboard/session-data'
import { Who } from '@/app/dashboard/who'
import { PasswordNotice } from '@/app/password-notice/password-notice' // feature: notice
import { PageFrame } from '@/app/ui/page/page-frame'
import { getProfile } from '@/lib/server/account/profile'
import { getCheckTrace } from '@/lib/server/guards/check-trace' // feature: trace
import { requireSession } from '@/lib/server/guards/require-session'
import { getSessionData } from '@/lib/server/guards/session-data'
import { nowInSeconds } from '@/lib/time' // feature: trace

export const metadata: Metadata = { title: 'Dashboard' }

export default async function DashboardPage() {
  const session = await requireSession()

  const [profile, data] = await Promise.all([getProfile(session.userId), getSessionData()])
  const trace = await getCheckTrace() // feature: trace

  return (
    <PageFrame visitor={session}>
      <div data-model={session.model} className="grid gap-12 sm:gap-16">
        <Who
          session={session}
          profile={profile}
          visits={data.visits} // model: several
        >
          {/* feature: notice */}
          <PasswordNotice session={session} />
          {/* end */}
        </Who>
        {/* feature: trace */}
        <DeadlineList session={session} now={nowInSeconds()} />
        {/* end */}
        <SessionDataForms
          model={session.model} // model: several
          data={data}
        />
        {/* feature: trace */}
        <CheckTraceTable trace={trace} />
        {/* end */}
      </div>
    </PageFrame>
  )
}

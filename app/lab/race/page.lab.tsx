import type { Metadata } from 'next'
import { RaceDesk } from '@/app/lab/race/race-desk'
import { LabFrame, LogInFirst } from '@/app/lab/ui/lab-frame'
import { requireLab } from '@/lib/lab/server/require-lab'
import { getSession } from '@/lib/server/guards/require-session'

export const metadata: Metadata = { title: 'Race' }

export default async function RacePage() {
  requireLab()

  const session = await getSession()
  return (
    <LabFrame
      session={session}
      heading="Race requests"
      summary="See what is lost or broken when several requests of one session arrive at the same instant."
      method="Each race opens sessions for you and ends them afterwards. It does not use the session of this browser. The embedded Postgres answers one query at a time. A separate Postgres server answers several at once, with the same counts."
    >
      {session ? <RaceDesk /> : <LogInFirst>The races use sessions of your own, and you are not logged in.</LogInFirst>}
    </LabFrame>
  )
}

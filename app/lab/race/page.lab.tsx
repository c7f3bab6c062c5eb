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
      method="Each race opens sessions of yours and ends them afterwards. The session that you read this page with takes no part. The embedded Postgres answers one query at a time; a server of its own answers several at once, with the same counts."
    >
      {session ? <RaceDesk /> : <LogInFirst>The sessions that race are your own.</LogInFirst>}
    </LabFrame>
  )
}

import type { Metadata } from 'next'
import { RaceDesk } from '@/app/lab/race/race-desk'
import { LabFrame, LogInFirst } from '@/app/lab/ui/lab-frame'
import { requireLab } from '@/lib/server/lab/require-lab'
import { getSession } from '@/lib/server/require-session'

export const metadata: Metadata = { title: 'Race' }

export default async function RacePage() {
  requireLab()

  const session = await getSession()
  return (
    <LabFrame
      session={session}
      heading="At the same instant"
      summary="Requests that arrive together, and what is left of a session afterwards: counted. Each race opens sessions of yours for itself and ends them; the one that you are reading this with takes no part. The embedded Postgres answers one at a time; a server of its own answers several at once, with the same counts."
    >
      {session ? <RaceDesk /> : <LogInFirst>The sessions that race are your own.</LogInFirst>}
    </LabFrame>
  )
}

import type { Metadata } from 'next'
import { ReplayDesk } from '@/app/lab/replay/replay-desk'
import { Scale } from '@/app/lab/replay/scale'
import { LabFrame, LogInFirst } from '@/app/lab/ui/lab-frame'
import { env } from '@/lib/env'
import { requireLab } from '@/lib/server/lab/require-lab'
import { getSession } from '@/lib/server/require-session'

export const metadata: Metadata = { title: 'Replay' }

export default async function ReplayPage() {
  requireLab()

  const session = await getSession()
  const { REVOCATION_MAX_AGE_MS, FRESH_SECONDS, IDLE_SECONDS } = env()
  return (
    <LabFrame
      session={session}
      heading="Steal a session"
      summary="A thief copies your cookie and tries it ten times a second on every layer. Then you do something about it. Until when is the copy believed?"
    >
      {session ? (
        <ReplayDesk model={session.model} />
      ) : (
        <LogInFirst>Only your own session can be stolen here.</LogInFirst>
      )}
      <Scale maxAge={REVOCATION_MAX_AGE_MS} fresh={FRESH_SECONDS} idle={IDLE_SECONDS} />
    </LabFrame>
  )
}

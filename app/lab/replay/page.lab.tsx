import type { Metadata } from 'next'
import { ReplayDesk } from '@/app/lab/replay/replay-desk'
import { ReplayScale } from '@/app/lab/replay/scale'
import { LabFrame, LogInFirst } from '@/app/lab/ui/lab-frame'
import { env } from '@/lib/env'
import { requireLab } from '@/lib/lab/server/require-lab'
import { getSession } from '@/lib/server/guards/require-session'

export const metadata: Metadata = { title: 'Replay' }

export default async function ReplayPage() {
  requireLab()

  const session = await getSession()
  const { REVOCATION_MAX_AGE_MS, FRESH_SECONDS, IDLE_SECONDS } = env()
  return (
    <LabFrame
      session={session}
      heading="Replay a stolen session"
      summary="See how long a stolen session cookie still works after you log out or revoke it."
      method="A thief copies the cookies of your session and tries them ten times a second on every layer. One session of each model is opened for the comparison, and ended afterwards. One second into the run the act that you choose (a logout, a revocation, a change of the role or of the keys) happens to them, by the same code that the application uses. Each try is judged in four ways: strict asks Redis on every check, snapshot asks a local replica, off asks nothing until the credential is renewed, and textbook never asks."
    >
      {session ? (
        <ReplayDesk model={session.model} />
      ) : (
        <LogInFirst>Only your own session can be stolen here.</LogInFirst>
      )}
      <ReplayScale maxAge={REVOCATION_MAX_AGE_MS} fresh={FRESH_SECONDS} idle={IDLE_SECONDS} />
    </LabFrame>
  )
}

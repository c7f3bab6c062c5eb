import type { Metadata } from 'next'
import * as z from 'zod'
import { ReplayDesk } from '@/app/lab/replay/replay-desk'
import { ReplayScale } from '@/app/lab/replay/scale'
import { LabFrame, LogInFirst } from '@/app/lab/ui/lab-frame'
import { env } from '@/lib/env'
import { requireLab } from '@/lib/lab/server/require-lab'
import { acts } from '@/lib/lab/shared/replay'
import { getSession } from '@/lib/server/guards/require-session'

export const metadata: Metadata = { title: 'Replay' }

/** What is chosen already: a link leads to one experiment. Anything else is the usual choice. */
const Preset = z.object({ act: z.enum(acts).catch('logout') })

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function ReplayPage({ searchParams }: Props) {
  requireLab()

  const session = await getSession()
  const { act } = Preset.parse(await searchParams)
  const { REVOCATION_MAX_AGE_MS, FRESH_SECONDS, IDLE_SECONDS } = env()
  return (
    <LabFrame
      session={session}
      heading="Replay a stolen session"
      summary="See how long a stolen session cookie still works after you log out or revoke it."
      method="The lab plays the attacker: it copies the cookies of your session and tries them ten times a second on every layer. For comparison it opens one session of each model, and ends them afterwards. One second into the run it does what you choose (the act: a logout, a revocation, a change of the role or of the keys), with the code of the application. Each attempt is checked in four ways: strict asks Redis on every check, snapshot asks a local replica, off does not ask until the credential is renewed, and textbook never asks."
    >
      {session ? (
        <ReplayDesk key={act} model={session.model} act={act} />
      ) : (
        <LogInFirst>This experiment copies your own session, and you are not logged in.</LogInFirst>
      )}
      <ReplayScale maxAge={REVOCATION_MAX_AGE_MS} fresh={FRESH_SECONDS} idle={IDLE_SECONDS} />
    </LabFrame>
  )
}

import type { Metadata } from 'next'
import { BreakBench } from '@/app/lab/break/break-bench'
import { LabFrame, LogInFirst } from '@/app/lab/ui/lab-frame'
import { env } from '@/lib/env'
import { requireLab } from '@/lib/lab/server/require-lab'
import { getSession } from '@/lib/server/guards/require-session'

export const metadata: Metadata = { title: 'Break' }

export default async function BreakPage() {
  requireLab()

  const session = await getSession()
  const { REVOCATION_MAX_AGE_MS: maxAge, REVOCATION_OUTAGE_MS: outage, NODE_ENV } = env()

  return (
    <LabFrame
      session={session}
      heading="Break a store"
      summary="Make Redis or Postgres slow, failing or unavailable, and see whether your session is still accepted."
      method="The switches travel in the address of each request and reach the targets of the lab alone. All other requests, yours too, go on as before."
    >
      {session ? (
        <BreakBench model={session.model} maxAge={maxAge} outage={outage} isDevelopment={NODE_ENV === 'development'} />
      ) : (
        <LogInFirst>What is judged here is your own session, and there is none.</LogInFirst>
      )}
    </LabFrame>
  )
}

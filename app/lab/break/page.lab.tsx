import type { Metadata } from 'next'
import { BreakBench } from '@/app/lab/break/break-bench'
import { LabFrame, LogInFirst } from '@/app/lab/ui/lab-frame'
import { env } from '@/lib/env'
import { requireLab } from '@/lib/server/lab/require-lab'
import { getSession } from '@/lib/server/require-session'

export const metadata: Metadata = { title: 'Break' }

export default async function BreakPage() {
  requireLab()

  const session = await getSession()
  const { REVOCATION_MAX_AGE_MS: maxAge, REVOCATION_OUTAGE_MS: outage } = env()

  return (
    <LabFrame
      session={session}
      heading="Break"
      summary="Make Redis or Postgres slow, failing or away, and see who is still let in. The switches travel in the address of each question and reach the lab’s own targets alone: every other request, yours too, goes on as before."
    >
      {session ? (
        <BreakBench model={session.model} maxAge={maxAge} outage={outage} />
      ) : (
        <LogInFirst>What is judged here is your own session, and there is none.</LogInFirst>
      )}
    </LabFrame>
  )
}

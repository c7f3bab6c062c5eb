import type { Metadata } from 'next'
import { MeasureDesk } from '@/app/lab/measure/measure-desk'
import { LabFrame, LogInFirst } from '@/app/lab/ui/lab-frame'
import { requireLab } from '@/lib/server/lab/require-lab'
import { getSession } from '@/lib/server/require-session'

export const metadata: Metadata = { title: 'Measure' }

export default async function MeasurePage() {
  requireLab()

  const session = await getSession()
  return (
    <LabFrame
      session={session}
      heading="Measure"
      summary="The check of each model in each mode, on this very deployment, at the edge and on the server. For each model a session of yours is opened, checked again and again, and ended; no browser ever gets its cookies."
    >
      {session ? <MeasureDesk /> : <LogInFirst>The sessions that are measured here are yours.</LogInFirst>}
    </LabFrame>
  )
}

import type { Metadata } from 'next'
import { MeasureDesk } from '@/app/lab/measure/measure-desk'
import { LabFrame, LogInFirst } from '@/app/lab/ui/lab-frame'
import { requireLab } from '@/lib/lab/server/require-lab'
import { getSession } from '@/lib/server/guards/require-session'

export const metadata: Metadata = { title: 'Measure' }

export default async function MeasurePage() {
  requireLab()

  const session = await getSession()
  return (
    <LabFrame
      session={session}
      heading="Measure a check"
      summary="Measure what a session check costs on this deployment, for each model and mode."
      method="For each model a session of yours is opened, checked again and again at the edge and on the server, and ended. No browser ever gets its cookies. The first round warms up and does not count."
    >
      {session ? <MeasureDesk /> : <LogInFirst>The sessions that are measured here are yours.</LogInFirst>}
    </LabFrame>
  )
}

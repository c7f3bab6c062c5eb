import type { Metadata } from 'next'
import { CacheDesk } from '@/app/lab/measure/cache-desk' // feature: tokens
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
      method="For each model the server opens a session for you, checks it repeatedly at the edge and on the server, and ends it. No browser gets its cookies. The first round warms up and does not count."
    >
      {session ? (
        <>
          <MeasureDesk />
          <CacheDesk /> {/* feature: tokens */}
        </>
      ) : (
        <LogInFirst>This experiment measures sessions of your own, and you are not logged in.</LogInFirst>
      )}
    </LabFrame>
  )
}

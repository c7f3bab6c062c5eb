import type { Metadata } from 'next'
import * as z from 'zod'
import { BreakBench } from '@/app/lab/break/break-bench'
import { LabFrame, LogInFirst } from '@/app/lab/ui/lab-frame'
import { env } from '@/lib/env'
import { requireLab } from '@/lib/lab/server/require-lab'
import { faults } from '@/lib/lab/shared/words'
import { getSession } from '@/lib/server/guards/require-session'

export const metadata: Metadata = { title: 'Break' }

/** What is broken already: a link leads to one experiment. Anything else is the usual choice. */
const Preset = z.object({ redis: z.enum(faults).catch('failing'), postgres: z.enum(faults).catch('none') })

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function BreakPage({ searchParams }: Props) {
  requireLab()

  const session = await getSession()
  const { REVOCATION_MAX_AGE_MS: maxAge, REVOCATION_OUTAGE_MS: outage, NODE_ENV } = env()

  return (
    <LabFrame
      session={session}
      heading="Break a store"
      summary="Make Redis or Postgres slow, failing or unavailable, and see whether your session is still accepted."
      method="The address of each request carries the faults, and only the targets of the lab read them. All other requests, yours too, are not affected."
    >
      {session ? (
        <BreakBench
          preset={Preset.parse(await searchParams)}
          model={session.model}
          maxAge={maxAge}
          outage={outage}
          isDevelopment={NODE_ENV === 'development'}
        />
      ) : (
        <LogInFirst>This experiment checks your own session, and you are not logged in.</LogInFirst>
      )}
    </LabFrame>
  )
}

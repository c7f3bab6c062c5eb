import 'server-only'
import { env } from '@/lib/env'
import type { Failure, MeasureLine } from '@/lib/lab/measure-words'
import { logFailure } from '@/lib/log'
import type { AllowedVisitor } from '@/lib/server/check-visitor'
import type { Client } from '@/lib/server/client'
import { toHttp } from '@/lib/server/lab/cookie-holder'
import { hasRoom } from '@/lib/server/lab/has-room'
import { type Measured, measureRound } from '@/lib/server/lab/measure-rounds'
import { endPlayers, openPlayer, type Played } from '@/lib/server/lab/players'
import { wakeTargets } from '@/lib/server/lab/wake-targets'
import type { Model } from '@/lib/session/models'

interface Measurement {
  model: Model
  visitor: AllowedVisitor
  client: Client
  /** Rounds. */
  count: number
  /** What this deployment wants of every request, as a Cookie header has it. */
  besides: string
  tell: (line: MeasureLine) => void
  signal: AbortSignal
}

/** With a session of the reader's that is opened for this, and ended afterwards. Stops between two rounds. */
export async function measureModel(measurement: Measurement): Promise<void> {
  const { tell, signal } = measurement
  let played: Played | null = null
  try {
    await wakeTargets(measurement.besides, ['edge'])
    if (signal.aborted) return
    const opened = await open(measurement)
    if (typeof opened === 'string') return tell({ says: 'failed', why: opened })

    played = opened
    tell({ says: 'begun', cookieBytes: bytesOf(played) })
    await measureRounds(measuredOf(played, measurement.besides), measurement)
  } catch (error) {
    logFailure('lab_measurement_broken', error)
    tell({ says: 'failed', why: 'unavailable' })
  } finally {
    if (played) await endPlayers([played])
  }
}

/** @throws {UnavailableError} */
async function open({ model, visitor, client }: Measurement): Promise<Played | Failure> {
  if (!(await hasRoom(visitor.session.userId, 1))) return 'full'
  return (await openPlayer(model, visitor, { client, freshLeft: env().FRESH_SECONDS })) ?? 'refused'
}

/** The first one warms up and does not count: opening a credential for the first time is another figure. */
async function measureRounds(measured: Measured, { count, tell, signal }: Measurement): Promise<void> {
  for (let done = 0; done <= count; done += 1) {
    if (signal.aborted) return tell({ says: 'failed', why: 'late' })
    const round = await measureRound(measured)
    if (!round) return tell({ says: 'failed', why: 'refused' })
    if (done > 0) tell(round)
  }
  tell({ says: 'over' })
}

const bytesOf = ({ cookies }: Played) =>
  Object.entries(cookies).reduce((bytes, [name, value]) => bytes + name.length + value.length, 0)

function measuredOf({ cookies }: Played, besides: string): Measured {
  const own = [...toHttp(cookies)].map(([name, value]) => `${name}=${value}`)
  return { presented: { authorization: null, cookies }, cookie: [besides, ...own].filter(Boolean).join('; ') }
}

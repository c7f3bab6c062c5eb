import 'server-only'
import { selfOrigin } from '@/lib/addresses'
import { env } from '@/lib/env'
import { toHttp } from '@/lib/lab/server/cookie-holder'
import { hasRoom } from '@/lib/lab/server/has-room'
import { judgeVisitor } from '@/lib/lab/server/judge-visitor'
import { endPlayers, openPlayer, type Played } from '@/lib/lab/server/players'
import { wakeTargets } from '@/lib/lab/server/wake-targets'
import {
  type Failure,
  type MeasuredWay,
  type MeasureLine,
  measuredWays,
  type Round,
  type Sample,
} from '@/lib/lab/shared/measure-words'
import { type Judgement, Report } from '@/lib/lab/shared/report'
import { targets, writeSwitches } from '@/lib/lab/shared/targets'
import type { Switches } from '@/lib/lab/shared/words'
import { logFailure } from '@/lib/log'
import type { Client } from '@/lib/server/http/client'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import type { Model } from '@/lib/session/models'
import type { Presented } from '@/lib/session/presented'
import type { StepName } from '@/lib/session/trace'

interface Measurement {
  model: Model
  visitor: AllowedVisitor
  client: Client
  /** Rounds. */
  count: number
  /** Other cookies that this deployment requires on every request, as a Cookie header. */
  besides: string
  tell: (line: MeasureLine) => void
  signal: AbortSignal
}

/** Opens a session of the reader's for the measurement, and ends it afterwards. Stops between two rounds. */
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

/** The first round warms up and does not count: opening a credential for the first time is another figure. */
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

const switches: Switches = { ways: measuredWays, redis: 'none', postgres: 'none', experiment: null }

/** Milliseconds. */
const patience = 5000

/** The session whose checks are measured: its cookies, as the server parses them and as a browser would send them. */
export interface Measured {
  presented: Presented
  cookie: string
}

/** Every mode once, at the edge and on the server, in turn. @returns null when a check did not accept the session */
export async function measureRound({ presented, cookie }: Measured): Promise<Round | null> {
  const edge = toSamples(await askEdge(cookie))
  const server = toSamples(await judgeVisitor(presented, switches))
  return edge && server && { says: 'round', edge, server }
}

/** The request to the edge is not measured: the edge reports the duration of its check alone. */
async function askEdge(cookie: string): Promise<readonly Judgement[]> {
  const response = await fetch(`${selfOrigin()}${targets.edge}?${writeSwitches(switches)}`, {
    // A renewal would be measured as if it were a check, and would use up the refresh token.
    headers: { cookie, 'Sec-Purpose': 'prefetch' },
    redirect: 'manual',
    cache: 'no-store',
    signal: AbortSignal.timeout(patience),
  })
  return Report.parse(await response.json()).judgements
}

/** A refusal is quicker than a check, and must not be counted as one. */
function toSamples(judgements: readonly Judgement[]): Sample[] | null {
  const samples = judgements.flatMap(({ way, verdict, steps, took }) => {
    const count = (store: StepName) => steps.filter(({ name }) => name === store).length
    const isMeasured = verdict === 'allowed' && isMeasuredWay(way)
    return isMeasured ? [{ way, microseconds: took * 1000, redis: count('redis'), postgres: count('postgres') }] : []
  })
  return samples.length === measuredWays.length ? samples : null
}

const isMeasuredWay = (way: string): way is MeasuredWay => measuredWays.some((measured) => measured === way)

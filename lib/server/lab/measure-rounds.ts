import 'server-only'
import { type MeasuredWay, measuredWays, type Round, type Sample } from '@/lib/lab/measure-words'
import type { Judgement } from '@/lib/lab/report'
import { Report } from '@/lib/lab/report'
import { targets, writeSwitches } from '@/lib/lab/targets'
import type { Switches } from '@/lib/lab/words'
import { selfOrigin } from '@/lib/origins'
import { judgeVisitor } from '@/lib/server/lab/judge-visitor'
import type { Presented } from '@/lib/session/presented'
import type { StepName } from '@/lib/session/trace'

const switches: Switches = { ways: measuredWays, redis: 'none', postgres: 'none', experiment: null }

/** Milliseconds. */
const patience = 5000

/** Whose checks are measured: the same cookies, as the server sees them and as a browser would send them. */
export interface Measured {
  presented: Presented
  cookie: string
}

/** Every mode once, at the edge and on the server, by turns. @returns null when a check did not let the visitor in */
export async function measureRound({ presented, cookie }: Measured): Promise<Round | null> {
  const edge = toSamples(await askEdge(cookie))
  const server = toSamples(await judgeVisitor(presented, switches))
  return edge && server && { says: 'round', edge, server }
}

/** The way to the edge and back is not measured: it reports what its check alone has taken. */
async function askEdge(cookie: string): Promise<readonly Judgement[]> {
  const response = await fetch(`${selfOrigin()}${targets.edge}?${writeSwitches(switches)}`, {
    // A renewal would be measured as if it were a check, and use up what the session lives on.
    headers: { cookie, 'Sec-Purpose': 'prefetch' },
    redirect: 'manual',
    cache: 'no-store',
    signal: AbortSignal.timeout(patience),
  })
  return Report.parse(await response.json()).judgements
}

/** A refusal is quicker than a check, and would pass for a good one. */
function toSamples(judgements: readonly Judgement[]): Sample[] | null {
  const samples = judgements.flatMap(({ way, verdict, steps, took }) => {
    const count = (store: StepName) => steps.filter(({ name }) => name === store).length
    const isMeasured = verdict === 'allowed' && isMeasuredWay(way)
    return isMeasured ? [{ way, microseconds: took * 1000, redis: count('redis'), postgres: count('postgres') }] : []
  })
  return samples.length === measuredWays.length ? samples : null
}

const isMeasuredWay = (way: string): way is MeasuredWay => measuredWays.some((measured) => measured === way)

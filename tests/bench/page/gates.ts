import type { Model } from '@/lib/session/models'
import { libraries, logInAt } from '@/tests/bench/claims/peer-visitors'
import type { Peers } from '@/tests/bench/claims/peers'
import { interleave, type Lane, type Sample } from '@/tests/bench/http/rounds'
import { constantHeader, constantSessionOf } from '@/tests/bench/page/build'
import { readProcessorTime } from '@/tests/bench/page/processor-time'
import { median } from '@/tests/bench/support/statistics'
import type { Application } from '@/tests/support/application'
import { models } from '@/tests/support/models'
import { newAccount, openSession } from '@/tests/support/open-session'

/** What a gate leaves of the throughput of the same page without it. */
export interface GateFigures {
  page: string
  gate: string
  requestsPerSecond: number
  ratio: number
  from: number
  to: number
  /** Microseconds of processor time of the server process per request, without those of the page. */
  processor: number
}

/** One page twice: without its gate, and with it. */
interface Pair {
  page: string
  gate: string
  without: Lane
  with: Lane
}

const pace = { connections: 16, rounds: 7, seconds: 1.5 }

export async function measureOwnGates(app: Application): Promise<readonly GateFigures[]> {
  const figures: GateFigures[] = []
  for (const page of ['/dashboard', '/sessions']) {
    const pairs = await Promise.all(models.map((model) => pairOf(app, page, model)))
    figures.push(...(await measure(pairs, () => readProcessorTime(app.url, '/api/bench/cpu'))))
  }
  return figures
}

async function pairOf(app: Application, page: string, model: Model): Promise<Pair> {
  const visitor = await openSession(app, model, await newAccount(app))
  const lane = { url: app.url + page, cookie: visitor.jar.header() }
  const constant = { [constantHeader]: await constantSessionOf(visitor, model) }
  return {
    ...{ page, gate: model },
    without: { ...lane, name: `${page}, ${model}, without the check`, headers: constant },
    with: { ...lane, name: `${page}, ${model}` },
  }
}

export async function measurePeerGates(peers: Peers): Promise<readonly GateFigures[]> {
  const without = { name: 'without', url: `${peers.url}/pages/reference`, cookie: '' }
  const pairs: Pair[] = []
  for (const gate of libraries) {
    const { jar } = await logInAt(peers, gate)
    const lane = { name: gate, url: `${peers.url}/pages/${gate}`, cookie: jar.header() }
    pairs.push({ page: 'a bare page', gate, without, with: lane })
  }
  return measure(pairs, () => readProcessorTime(peers.url, '/api/cpu'))
}

async function measure(pairs: readonly Pair[], processorTime: () => Promise<number>): Promise<readonly GateFigures[]> {
  const lanes = [...new Set(pairs.flatMap((pair) => [pair.without, pair.with]))]
  // The processor time takes the place of the calls to Redis as what is counted before and after each turn.
  const { rounds } = await interleave(lanes, pace, { calls: processorTime })
  const samplesOf = ({ name }: Lane) => rounds.flatMap((round) => round.get(name) ?? [])

  return pairs.map((pair) => {
    const [bare, gated] = [samplesOf(pair.without), samplesOf(pair.with)]
    const ratios = gated.map((sample, round) => sample.requestsPerSecond / (bare[round]?.requestsPerSecond ?? 0))
    return {
      ...{ page: pair.page, gate: pair.gate },
      requestsPerSecond: median(gated.map(({ requestsPerSecond }) => requestsPerSecond)),
      ...{ ratio: median(ratios), from: Math.min(...ratios), to: Math.max(...ratios) },
      processor: median(gated.map((sample, round) => costOf(sample) - costOf(bare[round]))),
    }
  })
}

/** @returns microseconds of processor time per request */
const costOf = (sample: Sample | undefined) => (sample ? sample.calls / sample.requests : Number.NaN)

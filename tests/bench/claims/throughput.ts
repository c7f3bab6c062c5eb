import type { ClaimFigure } from '@/lib/figures/claims'
import { toFigure } from '@/tests/bench/claims/figure'
import { libraries, logInAt, whoOf } from '@/tests/bench/claims/peer-visitors'
import type { Peers } from '@/tests/bench/claims/peers'
import type { Stage } from '@/tests/bench/claims/stage'
import { interleave, type Lane, type Sample } from '@/tests/bench/http/rounds'
import { readProcessorTime } from '@/tests/bench/page/processor-time'
import { median } from '@/tests/bench/support/statistics'
import { models } from '@/tests/support/models'
import { openSession } from '@/tests/support/open-session'

/** What a route costs that checks its caller, by model and mode and by library, next to the same answer without a check. */
export type Throughput = readonly ClaimFigure[]

/** Routes of one process. The first lane is the reference. */
interface Field {
  lanes: readonly Lane[]
  cpuUrl: string
  mode?: 'strict' | 'snapshot'
}

export async function measureThroughput(stage: Stage): Promise<Throughput> {
  const figures: ClaimFigure[] = []
  // First, because it may take minutes: the sessions of a field are opened right before they are used, while they are fresh.
  const peers = await stage.peers()
  for (const mode of stage.quick ? (['snapshot'] as const) : (['snapshot', 'strict'] as const))
    figures.push(...(await measure(await ownField(stage, mode), stage)))
  return peers ? [...figures, ...(await measure(await fieldOf(peers), stage))] : figures
}

/** With `--quick` there is no build of its own: the JWK set stands in for the reference, as in `npm run bench -- http`. */
async function ownField(stage: Stage, mode: 'strict' | 'snapshot'): Promise<Field> {
  const { first } = await stage[mode]()
  const paths = stage.quick
    ? { reference: '/.well-known/jwks.json', who: '/api/me' }
    : { reference: '/api/bench/reference', who: '/api/bench/who' }
  const lanes: Lane[] = [{ name: 'reference', url: first.url + paths.reference, cookie: '' }]
  for (const model of models) {
    const { jar } = await openSession(first, model)
    lanes.push({ name: model, url: first.url + paths.who, cookie: jar.header() })
  }
  return { lanes, cpuUrl: first.url, mode }
}

async function fieldOf(peers: Peers): Promise<Field> {
  const lanes: Lane[] = [{ name: 'reference', url: `${peers.url}/api/reference`, cookie: '' }]
  for (const library of libraries) {
    const { jar } = await logInAt(peers, library)
    lanes.push({ name: library, url: peers.url + whoOf(library), cookie: jar.header() })
  }
  return { lanes, cpuUrl: peers.url }
}

async function measure({ lanes, cpuUrl, mode }: Field, { quick }: Stage): Promise<readonly ClaimFigure[]> {
  const pace = quick ? { rounds: 1, seconds: 0.3, connections: 1 } : { rounds: 7, seconds: 1.5, connections: 16 }
  const path = mode ? '/api/bench/cpu' : '/api/cpu'
  // The processor time takes the place of the calls to Redis as what is counted before and after each turn.
  const calls = quick ? async () => 0 : () => readProcessorTime(cpuUrl, path)
  const { rounds } = await interleave(lanes, pace, { calls })
  const samplesOf = (name: string) => rounds.flatMap((round) => round.get(name) ?? [])

  const reference = samplesOf('reference')
  return lanes.flatMap(({ name }) => {
    const samples = samplesOf(name)
    const ratios = samples.map(
      ({ requestsPerSecond }, round) => requestsPerSecond / (reference[round]?.requestsPerSecond ?? 1),
    )
    const more = mode ? { mode } : {}
    const speed = median(samples.map(({ requestsPerSecond }) => requestsPerSecond))
    const rate = toFigure('requests_per_second', name, speed, '1/s', { ...more, ratio: median(ratios) })
    if (quick || name === 'reference') return name === 'reference' ? [] : [rate]

    const cost = samples.map((sample, round) => costOf(sample) - costOf(reference[round]))
    return [rate, toFigure('cpu_per_check', name, median(cost), 'us', more)]
  })
}

/** @returns microseconds of processor time per request */
const costOf = (sample: Sample | undefined) => (sample ? sample.calls / sample.requests : Number.NaN)

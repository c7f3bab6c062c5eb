import { startPeers } from '@/tests/bench/claims/peers'
import { renderConstantSession } from '@/tests/bench/page/build'
import { type GateFigures, measureOwnGates, measurePeerGates } from '@/tests/bench/page/gates'
import { measurePage, type PageFigures } from '@/tests/bench/page/weights'
import type { BenchOptions } from '@/tests/bench/run'
import { startBenchStores } from '@/tests/bench/support/stores'
import { table } from '@/tests/bench/support/table'
import { type Application, startApplication } from '@/tests/support/application'
import { buildApplication, buildChanged } from '@/tests/support/build'
import { newAccount, openSession } from '@/tests/support/open-session'
import { Visitor } from '@/tests/support/visitor'

/** The required share of the throughput of the same page without a check, edge and server together. */
const leastRatio = 0.8

const publicPages = ['/', '/login', '/signup', '/choose', '/claims']
const ownPages = ['/dashboard', '/sessions', '/account', '/tokens']

/** What a page weighs, and what its check costs. */
export async function page({ started, quick }: BenchOptions): Promise<readonly string[]> {
  const stores = await startBenchStores(started)
  const build = quick ? await buildApplication() : await buildChanged('page', renderConstantSession)
  // No session becomes due during the measurement.
  const env = { ...stores.env, REVOCATION_MODE: 'snapshot', FRESH_SECONDS: '86400' }
  const app = await started.use(
    () => startApplication({ build, env }),
    ({ stop }) => stop(),
  )

  const weights = await weighPages(app, quick)
  console.log(table(weightHeadings, weights.map(weightRow)))
  console.log(`\n${weightNote}\n`)
  if (quick) {
    console.log('--quick: no build without the check, and no other libraries.')
    return []
  }

  const peers = await startPeers(started, stores)
  const gates = [...(await measureOwnGates(app)), ...(await measurePeerGates(peers))]
  const bare = await measurePage(
    { name: 'a bare page', path: '/pages/reference', visitor: new Visitor(peers) },
    { repetitions: 40, cpuPath: '/api/cpu' },
  )
  console.log(table(gateHeadings, gates.map(gateRow)))
  console.log(`\n${gateNote}\n`)
  console.log(table(weightHeadings, [weightRow(bare)]))
  return gates
    .filter(isTooDear)
    .map(({ page, gate, ratio }) => `${page}, ${gate}: ${ratio.toFixed(2)} of the page without`)
}

async function weighPages(app: Application, quick: boolean): Promise<readonly PageFigures[]> {
  const unauthenticated = new Visitor(app)
  const loggedIn = await openSession(app, 'stored', await newAccount(app))
  const pages = [
    ...publicPages.map((path) => ({ name: path, path, visitor: unauthenticated })),
    ...ownPages.map((path) => ({ name: path, path, visitor: loggedIn })),
  ]
  const options = quick ? { repetitions: 4, cpuPath: null } : { repetitions: 40, cpuPath: '/api/bench/cpu' }
  const figures: PageFigures[] = []
  for (const measured of pages) figures.push(await measurePage(measured, options))
  return figures
}

const weightHeadings = ['page', 'HTML', 'gzip', 'script', 'gzip', 'brotli', 'requests', 'first byte', 'processor']

const weightRow = ({ name, html, script, brotli, requests, firstByte, processor }: PageFigures) => [
  name,
  ...[html.raw, html.gzip, script.raw, script.gzip, brotli].map((bytes) => (bytes / 1000).toFixed(1)),
  String(requests),
  firstByte.toFixed(1),
  processor === null ? '' : processor.toFixed(1),
]

const weightNote =
  'Kilobytes (1000 bytes) of a first visit, without the polyfills, which a browser of today does not load. Milliseconds until the first byte, the median of sequential requests, and of processor time of the server per request.'

const gateHeadings = ['page', 'gate', 'requests/s', 'ratio', 'from', 'to', 'processor']

const gateRow = ({ page, gate, requestsPerSecond, ratio, from, to, processor }: GateFigures) => [
  ...[page, gate],
  requestsPerSecond.toFixed(0),
  ...[ratio, from, to].map((share) => share.toFixed(2)),
  processor.toFixed(0),
]

const gateNote =
  'Ratio: to the same page without its gate in the same round, the median of seven rounds; from, to: the lowest and the highest. Microseconds of processor time of the server per request that the gate adds.'

const isTooDear = ({ page, ratio }: GateFigures) => page.startsWith('/') && ratio < leastRatio

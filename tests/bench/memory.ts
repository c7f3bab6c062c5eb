import { cp, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import { routes } from '@/lib/routes'
import { asInProduction } from '@/tests/bench/logins'
import { type Burst, openCookies, openCrowd } from '@/tests/bench/logins/crowd'
import type { BenchOptions } from '@/tests/bench/run'
import { ask, atRate } from '@/tests/bench/support/pace'
import { showProgress } from '@/tests/bench/support/progress'
import { median } from '@/tests/bench/support/statistics'
import { startBenchStores } from '@/tests/bench/support/stores'
import { table } from '@/tests/bench/support/table'
import { type Application, startApplication } from '@/tests/support/application'
import { buildChanged } from '@/tests/support/build'
import { models } from '@/tests/support/models'
import { due, openSession } from '@/tests/support/open-session'
import { request } from '@/tests/support/request'

const usualMinutes = 30
/** A run measures that many times, evenly spaced. */
const samples = 24
/** The heap of the last third, in multiples of that of the second third. The first third fills caches. */
const most = 1.1

/** The memory of the process under mixed load: `npm run bench -- memory 3` takes three minutes. */
export async function memory({ started, quick, named }: BenchOptions): Promise<readonly string[]> {
  const minutes = quick
    ? 0.2
    : z.coerce
        .number()
        .positive()
        .parse(named[0] ?? usualMinutes)
  const { env } = await startBenchStores(started)
  const build = await buildChanged('memory', addMemoryRoute)
  const app = await started.use(
    () => startApplication({ build, env: { ...env, ...asInProduction } }),
    ({ stop }) => stop(),
  )
  const seconds = minutes * 60
  const load = keepLoad(app, await openCrowd(app, 50), seconds)
  const seen = await observe(app, seconds)
  const answers = await load

  console.log(table(['minutes', 'RSS', 'heap', 'external'], seen.map(rowOf)))
  console.log(`\nMegabytes, after a garbage collection. ${answers} requests.`)
  return quick ? [] : brokenBy(seen)
}

async function addMemoryRoute(tree: string): Promise<void> {
  const route = join(tree, 'app/api/bench/memory/route.ts')
  await mkdir(dirname(route), { recursive: true })
  await cp('tests/bench/memory/memory-route.ts', route)
}

/** Requests per second: what visitors, programs and attackers send. */
const paths = [routes.me, routes.dashboard, routes.sessions, routes.home, routes.login, '/nowhere'] as const

/** @returns the number of requests */
async function keepLoad(app: Application, logIn: Burst, seconds: number): Promise<number> {
  let cookies = await openCookies(app)
  const reading = async (number: number) => {
    // Not renewed by what reads: a cookie that is used again after its renewal would end its session.
    if (number % 1000 === 999) cookies = await openCookies(app)
    const cookie = number % 5 === 0 ? '__Host-sealed=forged' : (cookies[number % cookies.length] ?? '')
    return ask(app.url, paths[number % paths.length] ?? routes.me, { headers: { Cookie: cookie } })
  }
  const renewing = async (number: number) => {
    const { jar } = await openSession(app, models[number % models.length] ?? models[0], due)
    return ask(app.url, routes.renew, { method: 'POST', headers: { Cookie: jar.header(), Origin: app.url } })
  }
  const all = await Promise.all([
    atRate({ perSecond: 20, seconds }, reading),
    atRate({ perSecond: 1, seconds }, renewing),
    logIn({ perSecond: 2, seconds }),
  ])
  return all.flat().length
}

const Memory = z.object({ rss: z.number(), heapUsed: z.number(), external: z.number() })
type Seen = z.infer<typeof Memory> & { minutes: number }

async function observe(app: Application, seconds: number): Promise<readonly Seen[]> {
  const seen: Seen[] = []
  while (seen.length < samples) {
    await sleep((seconds * 1000) / samples)
    const used = Memory.parse((await request(app.url, '/api/bench/memory')).json())
    seen.push({ ...used, minutes: (seconds / 60 / samples) * (seen.length + 1) })
    showProgress(seen.length, samples, 'measured')
  }
  return seen
}

const rowOf = ({ minutes, rss, heapUsed, external }: Seen) => [
  minutes.toFixed(1),
  ...[rss, heapUsed, external].map((bytes) => (bytes / 2 ** 20).toFixed(1)),
]

function brokenBy(seen: readonly Seen[]): readonly string[] {
  const third = seen.length / 3
  const heapOf = (from: number) => median(seen.slice(from, from + third).map(({ heapUsed }) => heapUsed))
  const growth = heapOf(2 * third) / heapOf(third)
  return growth <= most ? [] : [`the heap of the last third is ${growth.toFixed(2)} times that of the second`]
}

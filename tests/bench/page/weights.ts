import { request as send } from 'node:http'
import { brotliCompressSync } from 'node:zlib'
import { readProcessorTime } from '@/tests/bench/page/processor-time'
import { median } from '@/tests/bench/support/statistics'
import { type PageWeight, weigh } from '@/tests/support/page-weight'
import type { Visitor } from '@/tests/support/visitor'

export interface PageFigures extends Omit<PageWeight, 'scripts'> {
  name: string
  /** Bytes of script, compressed by brotli at its best quality. */
  brotli: number
  /** Milliseconds until the first byte of the answer: the median of sequential requests to a warm process. */
  firstByte: number
  /** Milliseconds of processor time of the server process per request; null where the build has no route that tells it. */
  processor: number | null
}

interface Measured {
  name: string
  path: string
  visitor: Visitor
}

export async function measurePage(
  { name, path, visitor }: Measured,
  { repetitions, cpuPath }: { repetitions: number; cpuPath: string | null },
): Promise<PageFigures> {
  const { origin } = visitor
  const { scripts, ...weight } = await weigh(origin, await visitor.get(path))
  const ask = () => timeFirstByte(new URL(path, origin), visitor.jar.header())
  for (let warm = 0; warm < repetitions / 4; warm += 1) await ask()

  const before = cpuPath && (await readProcessorTime(origin, cpuPath))
  const times: number[] = []
  for (let asked = 0; asked < repetitions; asked += 1) times.push(await ask())
  const after = cpuPath && (await readProcessorTime(origin, cpuPath))
  const processor = before && after ? (after - before) / repetitions / 1000 : null
  const brotli = scripts.reduce((sum, text) => sum + brotliCompressSync(text).length, 0)
  return { name, ...weight, brotli, firstByte: median(times), processor }
}

/** @returns milliseconds. Reads the answer to its end */
function timeFirstByte(url: URL, cookie: string): Promise<number> {
  const headers = { cookie, accept: 'text/html', 'sec-fetch-dest': 'document', 'accept-encoding': 'gzip' }
  const start = performance.now()
  return new Promise((resolve, reject) => {
    const asking = send(url, { headers, agent: false }, (response) => {
      let first = Number.NaN
      response.once('data', () => {
        first = performance.now() - start
      })
      response.on('data', () => undefined)
      response.once('error', reject)
      response.once('end', () => resolve(first))
    })
    asking.once('error', reject)
    asking.end()
  })
}

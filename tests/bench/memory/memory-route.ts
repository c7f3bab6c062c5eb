import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

export const dynamic = 'force-dynamic'

setFlagsFromString('--expose-gc')
const collectGarbage: unknown = runInNewContext('gc')

/** Bytes in use, right after a garbage collection. Only in the tree that the benchmark builds: app/api/bench/memory/route.ts. */
export function GET(): Response {
  if (typeof collectGarbage === 'function') collectGarbage()
  const { rss, heapUsed, external } = process.memoryUsage()
  return Response.json({ rss, heapUsed, external })
}

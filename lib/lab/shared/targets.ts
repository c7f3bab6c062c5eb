/** Where the lab can be asked for a verdict: addresses of its own, one for each layer. Client components may import this file. */

import type { Switches } from '@/lib/lab/shared/words'

export const targets = {
  edge: '/lab/target/edge',
  /** A page, and with its form posted an action. */
  page: '/lab/target/page',
  handler: '/api/lab/check',
} as const

/** Added to the page's address: the edge checks it first, as it checks an ordinary page, and lets everybody pass. */
export const throughEdge = { name: 'through', value: 'edge' } as const

/** What `readSwitches` reads. */
export function writeSwitches({ ways, redis, postgres, experiment, keys }: Switches): URLSearchParams {
  const query = new URLSearchParams({
    redis,
    postgres,
    ...(experiment ? { experiment } : {}),
    ...(keys ? { keys } : {}),
  })
  for (const way of ways) query.append('way', way)
  return query
}

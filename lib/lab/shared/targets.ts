/** The targets of the lab: addresses of its own, one for each layer. Client components may import this file. */

import type { Switches } from '@/lib/lab/shared/words'

export const targets = {
  edge: '/lab/target/edge',
  /** A page, and an action when its form is posted. */
  page: '/lab/target/page',
  handler: '/api/lab/check',
} as const

/** Added to the page's address: the edge checks it first, like an ordinary page, and forwards it with any verdict. */
export const throughEdge = { name: 'through', value: 'edge' } as const

/** Writes the parameters that `readSwitches` reads. */
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

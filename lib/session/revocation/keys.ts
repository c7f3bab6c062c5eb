/** What Redis remembers about revocation, and for how long. Runs anywhere. Nothing personal is in a key. */

import { env } from '@/lib/env'
import { clockTolerance } from '@/lib/session/deadlines'
import { seconds } from '@/lib/time'

export const keys = {
  denied: (sessionId: string) => `sss:denied:${sessionId}`,
  generation: (userId: string) => `sss:generation:${userId}`,
  accessVersion: (userId: string) => `sss:access:${userId}`,
  siteGeneration: 'sss:generation',
} as const

/** How long a renewal may be under way: it takes `now` before it asks, and may answer that much later. */
export const renewalPatience = seconds(3)

/**
 * Longer than any credential issued before it can be believed without asking the database: after that, Redis may forget.
 * @returns seconds
 */
export const denialLifetime = () => env().FRESH_SECONDS + clockTolerance + renewalPatience

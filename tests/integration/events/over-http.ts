import * as z from 'zod'
import type { Presented } from '@/lib/session/presented'
import type { Sight } from '@/tests/integration/events/measure'
import type { Visitor } from '@/tests/support/visitor'

const Refusal = z.object({ code: z.enum(['revoked', 'expired', 'unauthenticated', 'malformed', 'unavailable']) })

/** @param client without cookies: it presents these alone. @returns what `GET /api/me` says */
export async function askOverHttp(client: Visitor, presented: Presented): Promise<Sight> {
  for (const [name, value] of Object.entries(presented.cookies)) client.jar.set(name, value)
  const answer = await client.get('/api/me', {
    ...(presented.authorization === null ? {} : { Authorization: presented.authorization }), // feature: tokens
  })
  if (answer.status === 200) return answer.setCookies.length > 0 ? 'renewable' : 'alive'

  const { code } = Refusal.parse(answer.json())
  return code === 'unauthenticated' || code === 'malformed' ? 'unreadable' : code
}

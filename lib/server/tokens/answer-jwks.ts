import 'server-only'
import * as z from 'zod'
import { answerPublic } from '@/lib/server/http/cors'
import { publicKeys } from '@/lib/session/bearer/keys'

/** RFC 7518, section 6.2. Never `d`, the private half. */
const PublicKey = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  kid: z.string(),
  alg: z.literal('ES256'),
  use: z.literal('sig'),
})

/** RFC 7517, section 5. */
export const KeySet = z.strictObject({ keys: z.array(PublicKey) })
type KeySet = z.infer<typeof KeySet>

export const keySetType = 'application/jwk-set+json'

/** The keys that verify our tokens, public. */
export function answerJwks(): Response {
  return answerPublic(keySetType, JSON.stringify(publicKeys() satisfies KeySet))
}

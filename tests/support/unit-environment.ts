import { randomBytes } from 'node:crypto'
import { beforeEach } from 'vitest'
import { newJwk } from '@/tests/support/key-pair'

// Before each file of the unit suite: fresh secrets, and addresses where nobody listens.
const jwk = newJwk()

Object.assign(process.env, {
  DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/nothing',
  UPSTASH_REDIS_REST_URL: 'http://127.0.0.1:9',
  UPSTASH_REDIS_REST_TOKEN: 'unused',
  SESSION_PASSWORDS: randomBytes(32).toString('base64url'),
  // What is not about the modes counts on the next answer.
  REVOCATION_MODE: 'strict',
  JWT_KEYS: JSON.stringify({ keys: [{ ...jwk, kid: 'unit' }] }),
})

// A line that was written in one test is not only counted in the next.
beforeEach(() => void Reflect.deleteProperty(globalThis, 'log'))

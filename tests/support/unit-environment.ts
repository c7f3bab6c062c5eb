import { randomBytes } from 'node:crypto'
import { beforeEach } from 'vitest'
import { newJwk } from '@/tests/support/key-pair'

// Runs before each file of the unit suite: new secrets, and addresses on which no process listens.
const jwk = newJwk()

Object.assign(process.env, {
  DATABASE_URL: 'postgresql://none@127.0.0.1:9/nothing',
  UPSTASH_REDIS_REST_URL: 'http://127.0.0.1:9',
  UPSTASH_REDIS_REST_TOKEN: 'unused',
  SESSION_PASSWORDS: randomBytes(32).toString('base64url'),
  // Tests that are not about the modes expect a revocation in the next answer.
  REVOCATION_MODE: 'strict',
  JWT_KEYS: JSON.stringify({ keys: [{ ...jwk, kid: 'unit' }] }),
})

// Resets the log: otherwise a repeated event in the next test is only counted.
beforeEach(() => void Reflect.deleteProperty(globalThis, 'log'))

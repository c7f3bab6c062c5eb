import {
  createPrivateKey, // model: bearer
  generateKeyPairSync, // model: bearer
  randomBytes,
} from 'node:crypto'
import * as z from 'zod'
import { readPrivateFile, writePrivateFile } from './private-file'

/** 256 random bits in 43 characters. */
export const randomSecret = () => randomBytes(32).toString('base64url')

const Secrets = z.object({
  SESSION_PASSWORDS: z.string().min(32),
  JWT_KEYS: z.string().min(1), // model: bearer
  CRON_SECRET: z.string().min(16),
  UPSTASH_REDIS_REST_TOKEN: z.string().min(16),
  // Files of earlier versions lack the password of the embedded PostgreSQL. It is added with a random value.
  EMBEDDED_POSTGRES_PASSWORD: z.string().min(32).default(randomSecret),
  // feature: tokens
  // Files of earlier versions lack this secret. A new one logs no user out, so it is added.
  RESOURCE_SERVER_SECRET: z.string().min(32).default(randomSecret),
  // end
})
export type Secrets = z.infer<typeof Secrets>

// model: bearer
/**
 * A private ES256 key as a JWK (RFC 7517), with a random id. Written as PEM and read again: Node 20 can deadlock when
 * it exports a key as a JWK that it has generated itself.
 */
export async function randomSigningKey() {
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const jwk = createPrivateKey(privateKey).export({ format: 'jwk' })
  return { ...jwk, kid: randomBytes(8).toString('base64url'), alg: 'ES256' }
}
// end

async function makeSecrets(): Promise<Secrets> {
  return {
    SESSION_PASSWORDS: randomSecret(),
    JWT_KEYS: JSON.stringify({ keys: [await randomSigningKey()] }), // model: bearer
    CRON_SECRET: randomSecret(),
    UPSTASH_REDIS_REST_TOKEN: randomSecret(),
    EMBEDDED_POSTGRES_PASSWORD: randomSecret(),
    RESOURCE_SERVER_SECRET: randomSecret(), // feature: tokens
  }
}

/** Reads the secrets, which the first run creates: users stay logged in across restarts. */
export async function loadSecrets(file: string): Promise<Secrets> {
  const stored = readPrivateFile(file)
  const known = Secrets.safeParse(stored === null ? await makeSecrets() : stored)
  if (!known.success) {
    throw new Error(`${file} is damaged. Delete it to get new secrets; all users have to log in again.`)
  }
  if (!isComplete(stored)) writePrivateFile(file, known.data)
  return known.data
}

const isComplete = (stored: unknown) =>
  typeof stored === 'object' && stored !== null && Object.keys(Secrets.shape).every((name) => name in stored)

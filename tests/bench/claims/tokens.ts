import { createHmac, KeyObject, randomBytes, randomUUID } from 'node:crypto'
import { type CryptoKey, generateKeyPair, jwtVerify, SignJWT } from 'jose'
import { env } from '@/lib/env'
import type { ClaimFigure } from '@/lib/figures/claims'
import { type AccessClaims, openAccess } from '@/lib/session/bearer/access-token'
import { freshUntilFrom } from '@/lib/session/deadlines'
import { signAccessCookie } from '@/lib/session/signed/access-cookie'
import { nowInSeconds } from '@/lib/time'
import { measureEncryption } from '@/tests/bench/check/encryption'
import { microsecondsOf } from '@/tests/bench/check/microseconds'
import { medianOf, toCounts, toFigure } from '@/tests/bench/claims/figure'
import { countReadable } from '@/tests/bench/claims/readable'
import type { Stage } from '@/tests/bench/claims/stage'
import { attacks } from '@/tests/bench/token/attacks'
import { now as frozenNow } from '@/tests/unit/support/claims'

/** What signing, verifying, encrypting and decrypting a token costs, and what a leak of the verifier's key allows. */

const timesOf = ({ quick }: Stage) => (quick ? 10 : 1500)

export function claimsFor(userId: string): AccessClaims {
  const now = nowInSeconds()
  const counters = { generation: 0, siteGeneration: 0, accessVersion: 0 }
  const times = {
    authenticatedAt: now,
    issuedAt: now,
    expiresAt: freshUntilFrom({ issuedAt: now, idleUntil: now + 900 }),
  }
  return { ...counters, ...times, amr: ['pwd'], sessionId: randomUUID(), userId, role: 'member', span: null }
}

/** The access cookie with JWT_ENCRYPTION=off and on: signed, or a nested JWT (RFC 7519, section 11.2). */
export async function jwtIsEncrypted(stage: Stage): Promise<readonly ClaimFigure[]> {
  const claims = claimsFor(randomUUID())
  // As for the cookies of data-on-server: facts about the user. The token has neither name nor e-mail address.
  const facts = [claims.userId, claims.role]
  const configured = env().JWT_ENCRYPTION
  const costs = await measureEncryption(timesOf(stage), nowInSeconds())
  const figures: ClaimFigure[] = []
  for (const { setting, issue, cold, bytes } of costs) {
    const of = setting === 'on' ? 'encrypted-token' : 'signed-token'
    Object.assign(env(), { JWT_ENCRYPTION: setting })
    figures.push(toFigure('readable_facts', of, countReadable(facts, [await signAccessCookie(claims)]), 'count'))
    figures.push(toFigure('cookie_bytes', of, bytes, 'bytes'))
    figures.push(medianOf('issue_time', of, issue))
    figures.push(medianOf('open_time', of, cold))
  }
  Object.assign(env(), { JWT_ENCRYPTION: configured })
  return figures
}

const algorithms = ['HS256', 'RS256', 'ES256', 'EdDSA'] as const
type Algorithm = (typeof algorithms)[number]

interface Keys {
  sign: CryptoKey | Uint8Array
  /** What a service needs in order to verify, and what leaks from it. */
  verify: CryptoKey | Uint8Array
}

async function keysOf(algorithm: Algorithm): Promise<Keys> {
  const secret = randomBytes(32)
  if (algorithm === 'HS256') return { sign: secret, verify: secret }

  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true })
  return { sign: privateKey, verify: publicKey }
}

export async function sameKey(stage: Stage): Promise<readonly ClaimFigure[]> {
  const figures: ClaimFigure[] = []
  for (const algorithm of algorithms) {
    const of = algorithm.toLowerCase()
    const keys = await keysOf(algorithm)
    const sign = () => tokenFor('member', algorithm).sign(keys.sign)
    const token = await sign()
    const verify = (given: string) => jwtVerify(given, keys.verify, { algorithms: [algorithm] })
    const times = timesOf(stage)
    await microsecondsOf(times / 5, () => verify(token))
    figures.push(medianOf('sign_time', of, await microsecondsOf(times, sign)))
    figures.push(medianOf('verify_time', of, await microsecondsOf(times, () => verify(token))))
    figures.push(...toCounts('forged_by_verifier', { of, ...(await countForged(algorithm, keys, verify)) }))
  }
  return [...figures, ...toCounts('forged_by_verifier', { of: 'own-token', ...(await countForgedOfOurs()) })]
}

const tokenFor = (subject: string, alg: string) =>
  new SignJWT({ roles: ['admin'] })
    .setProtectedHeader({ alg })
    .setSubject(subject)
    .setIssuedAt()
    .setExpirationTime('5m')

/** Tokens for another user, by an attacker who has what the verifier has. */
async function countForged(
  algorithm: Algorithm,
  { verify: leaked }: Keys,
  verify: (token: string) => Promise<unknown>,
) {
  const forgeries = forgeWith(algorithm, leaked)
  const opened = await Promise.all(
    forgeries.map((token) =>
      verify(token).then(
        () => true,
        () => false,
      ),
    ),
  )
  return { tries: forgeries.length, accepted: opened.filter(Boolean).length }
}

/** The leaked bytes as an HMAC key, in each form in which a public key is written down; a signature that is none; no algorithm. */
function forgeWith(algorithm: Algorithm, leaked: CryptoKey | Uint8Array): readonly string[] {
  const input = (alg: string) =>
    [{ alg }, { sub: 'admin', roles: ['admin'], exp: nowInSeconds() + 300 }]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')
  const hmac = (alg: string, key: string | Uint8Array) =>
    `${input(alg)}.${createHmac('sha256', key).update(input(alg)).digest('base64url')}`
  if (leaked instanceof Uint8Array) return ['HS256', 'HS256', 'HS256', 'HS256'].map((alg) => hmac(alg, leaked))

  const publicKey = KeyObject.from(leaked)
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const der = publicKey.export({ type: 'spki', format: 'der' })
  return [hmac('HS256', pem), hmac('HS256', der), hmac(algorithm, pem), `${input('none')}.`]
}

/** Every attack of the attack suite on this application's own tokens. */
async function countForgedOfOurs() {
  const opened = await Promise.all(Object.values(attacks).map((make) => openAccess(make(), frozenNow)))
  return { tries: opened.length, accepted: opened.filter(({ outcome }) => outcome === 'opened').length }
}

import 'server-only'
import { findDetails, listFamily } from '@/lib/db/sessions/alive'
import { env } from '@/lib/env'
import { currentCheck, currentlyPresented } from '@/lib/server/guards/current'
import { parseCopy } from '@/lib/server/sessions/stored/copy'
import { referenceOf } from '@/lib/session/claims'
import { type CookieName, cookieLimit, cookieNames } from '@/lib/session/cookies'
import type { OpenedCredential } from '@/lib/session/open'
import { askRedis } from '@/lib/session/redis'
import { keys } from '@/lib/session/revocation/keys'
import { decryptAccess } from '@/lib/session/signed/access-cookie'
import { toSeconds } from '@/lib/time'

export interface CookieSize {
  name: CookieName
  /** Characters of its value. */
  length: number
  /** Name and value, as a browser counts them. */
  bytes: number
  limit: number
}

/**
 * Takes the reader's own credential apart, for the reader's own page.
 * @returns null for a visitor who is not logged in by a cookie: the holder of a bearer token has no page here
 * @throws {UnavailableError}
 */
export async function inspectCredential() {
  const { visitor, now } = await currentCheck()
  const { authorization, cookies } = await currentlyPresented()
  if (visitor.verdict !== 'allowed' || authorization !== null) return null

  const { session, credential } = visitor
  return { session, now, cookies: sizesOf(cookies), parts: await partsOf(credential, cookies) }
}

export type Inspection = NonNullable<Awaited<ReturnType<typeof inspectCredential>>>
export type Parts = Inspection['parts']

type Cookies = Partial<Record<CookieName, string>>

function sizesOf(cookies: Cookies): CookieSize[] {
  return Object.values(cookieNames).flatMap((name) => {
    const length = cookies[name]?.length
    return length === undefined ? [] : [{ name, length, bytes: name.length + length, limit: cookieLimit }]
  })
}

function partsOf(credential: OpenedCredential, cookies: Cookies) {
  switch (credential.model) {
    case 'sealed':
      return sealedParts(credential, cookies)
    case 'stored':
      return storedParts(credential)
    case 'signed':
    case 'bearer':
      return signedParts(credential, cookies)
  }
}

type Opened<M extends OpenedCredential['model']> = Extract<OpenedCredential, { model: M }>

function sealedParts({ model, claims }: Opened<'sealed'>, cookies: Cookies) {
  return { model, value: ends(cookies[cookieNames.sealed] ?? ''), claims, issuedAt: claims.issuedAt }
}

/** Enough to show that it is unreadable. The whole value could be stolen by a script of this page, which HttpOnly prevents. */
const ends = (value: string) => `${value.slice(0, 48)} … ${value.slice(-12)}`

/** Neither the secret in the cookie nor its hash on the row is shown: together they are the session. */
async function storedParts({ model, claims }: Opened<'stored'>) {
  const { sessionId, userId, issuedAt } = claims
  const row = await findDetails(sessionId, userId)
  return { model, claims: referenceOf(claims), row, copy: await inspectCopy(sessionId), issuedAt }
}

async function signedParts(credential: Opened<'signed' | 'bearer'>, cookies: Cookies) {
  const { sessionId, userId, access } = credential
  const family = (await listFamily(sessionId, userId)).map(({ createdAt, usedAt }) => ({
    createdAt: toSeconds(createdAt),
    usedAt: usedAt && toSeconds(usedAt),
  }))
  const issuedAt = access?.issuedAt ?? (credential.model === 'signed' ? credential.refresh.issuedAt : 0)
  const { token, encrypted } = await accessParts(cookies[cookieNames.signed])
  return { model: 'signed' as const, token, encrypted, family, issuedAt }
}

/** The refresh token stays sealed: only the access token is there to be read, by this user where it is encrypted. */
async function accessParts(value: string | undefined) {
  if (value === undefined || env().JWT_ENCRYPTION === 'off') return { token: value ?? null, encrypted: null }

  const token = (await decryptAccess(value))?.token ?? null
  const [header = ''] = value.split('.')
  const sizes = token === null ? null : { cookie: value.length, token: token.length }
  return { token, encrypted: sizes && { header, value: ends(value), sizes } }
}

/** The cached row of a stored session in Redis, without its hash. @returns null where nothing is cached */
export async function inspectCopy(sessionId: string) {
  const key = keys.storedSession(sessionId)
  const [text, ttl] = await Promise.all([
    askRedis((redis) => redis.get<string>(key)),
    askRedis((redis) => redis.ttl(key)),
  ])
  const copy = parseCopy(text)
  if (!copy) return null

  const { secretHash: _, ...shown } = copy
  return { key, ttl, shown }
}

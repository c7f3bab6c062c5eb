import 'server-only'
import { findDetails, listFamily } from '@/lib/db/sessions/list'
import { currentCheck, currentlyPresented } from '@/lib/server/guards/current'
import { parseCopy } from '@/lib/server/sessions/stored/copy'
import { referenceOf } from '@/lib/session/claims'
import { type CookieName, cookieLimit, cookieNames } from '@/lib/session/cookies'
import type { OpenedCredential } from '@/lib/session/open'
import { askRedis } from '@/lib/session/redis'
import { keys } from '@/lib/session/revocation/keys'
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
 * The credential of whoever asks, taken apart, for their own page.
 * @returns null for whoever is not logged in by a cookie: a bearer token's holder has no page of ours
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

/** Enough to see that it says nothing. Whole, a script of this page could carry it away: it is HttpOnly against that. */
const ends = (value: string) => `${value.slice(0, 48)} … ${value.slice(-12)}`

/** The secret in the cookie and its hash on the row are what makes the session: neither is shown. */
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
  // The refresh token stays sealed: only what is signed is there to be read.
  const token = cookies[cookieNames.signed] ?? null
  const issuedAt = access?.issuedAt ?? (credential.model === 'signed' ? credential.refresh.issuedAt : 0)
  return { model: 'signed' as const, token, family, issuedAt }
}

/** What Redis keeps of a stored session's row, without its hash. @returns null where it keeps nothing */
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

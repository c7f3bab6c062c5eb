import { sha256 } from '@/lib/ids'
import type { IssuedCookie } from '@/lib/session/cookies'
import type { Model } from '@/lib/session/models'
import { newPerson } from '@/tests/integration/support/person'
import { tokensOf } from '@/tests/integration/support/rows'
import { open, renew, start } from '@/tests/integration/support/session'

type Cookies = readonly IssuedCookie[]

/** A session whose first refresh token has been rotated so many times: the cookies of each step, oldest first. */
export async function familyOf(generations: number, model: Model = 'signed') {
  const { userId } = await newPerson()
  const { session, cookies } = await start(model, userId)
  const copies = [cookies]
  for (let made = 0; made < generations; made += 1) copies.push(await renewOrThrow(copies.at(-1) ?? []))
  return { userId, sessionId: session.id, copies, oldest: cookies, newest: copies.at(-1) ?? cookies }
}

export async function renewOrThrow(cookies: Cookies) {
  const renewed = await renew(cookies)
  if (!renewed) throw new Error('refused')
  return renewed.cookies
}

/** The opaque token inside the cookie's seal. */
export async function refreshTokenIn(cookies: Cookies): Promise<string> {
  const credential = await open(cookies)
  if (credential.model !== 'signed' || !credential.refresh) throw new Error('no refresh token')
  return credential.refresh.token
}

export async function isNewest(cookies: Cookies, sessionId: string): Promise<boolean> {
  const hash = Buffer.from(sha256(await refreshTokenIn(cookies)))
  const unused = (await tokensOf(sessionId)).filter(({ usedAt }) => usedAt === null)
  return unused.length === 1 && unused.every(({ tokenHash }) => hash.equals(tokenHash))
}

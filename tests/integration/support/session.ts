import { getAccess } from '@/lib/db/users'
import { type AllowedVisitor, checkVisitor, type Visitor } from '@/lib/server/sessions/check-visitor'
import { endSession } from '@/lib/server/sessions/end'
import { beginRenewing, type DataChange, type Issued } from '@/lib/server/sessions/lifecycle'
import { lifecycleOf } from '@/lib/server/sessions/models'
import { renewSession } from '@/lib/server/sessions/renew'
import { startSession } from '@/lib/server/sessions/start'
import type { IssuedCookie } from '@/lib/session/cookies'
import type { Model } from '@/lib/session/models'
import { type OpenedCredential, openCookies } from '@/lib/session/open'
import type { Presented } from '@/lib/session/presented'
import type { Mode } from '@/lib/session/revocation/modes'
import { Trace } from '@/lib/session/trace'
import { nowInSeconds } from '@/lib/time'

type Cookies = readonly IssuedCookie[]

export const client = { ip: '192.0.2.1', userAgent: 'a test' }

/** What a browser sends that holds these cookies. */
export function present(cookies: Cookies): Presented {
  return { authorization: null, cookies: Object.fromEntries(cookies.map(({ name, value }) => [name, value])) }
}

export async function open(cookies: Cookies, now = nowInSeconds()): Promise<OpenedCredential> {
  const [credential, ...others] = await openCookies(present(cookies), now)
  if (!credential || others.length > 0) throw new Error(`not one credential, but ${credential ? 'several' : 'none'}`)
  return credential
}

export async function accessOf(userId: string) {
  const access = await getAccess(userId)
  if (!access) throw new Error('nobody may log in under this id')
  return access
}

export async function start(model: Model, userId: string, now = nowInSeconds()): Promise<Issued> {
  const started = await startSession(model, await accessOf(userId), { client, now, replacing: [] })
  if (!started) throw new Error('cut off while starting')
  return started
}

/** The server check of a page: looks, and changes nothing. */
export const look = (cookies: Cookies, now = nowInSeconds(), mode: Mode = 'strict') =>
  checkVisitor(present(cookies), { now, trace: new Trace(), mode, renewFor: null })

/** The server check of a request whose answer reaches the cookie jar. */
export const visit = (cookies: Cookies, now = nowInSeconds(), mode: Mode = 'strict') =>
  checkVisitor(present(cookies), { now, trace: new Trace(), mode, renewFor: client })

/** Renews whatever Redis says: what the database decides by itself. */
export const renew = async (cookies: Cookies, now = nowInSeconds()) =>
  renewSession(await open(cookies, now), beginRenewing(client, now))

export const end = async (cookies: Cookies, now = nowInSeconds()) =>
  (await endSession(await open(cookies, now), 'logout', now)).told

export const countVisit = async (cookies: Cookies, now = nowInSeconds()) =>
  changeDataOf(await open(cookies, now), (data) => ({ ...data, visits: data.visits + 1 }), now)

/** Of a visitor whom the check let in. */
export async function letIn(visiting: Visitor | Promise<Visitor>): Promise<AllowedVisitor> {
  const visitor = await visiting
  if (visitor.verdict !== 'allowed') throw new Error(`not allowed: ${visitor.verdict}`)
  return visitor
}

export const readDataOf = (credential: OpenedCredential, now: number) =>
  lifecycleOf(credential).readData(credential, now)

export const changeDataOf = (credential: OpenedCredential, change: DataChange, now: number) =>
  lifecycleOf(credential).changeData(credential, change, now)

import { getAccess } from '@/lib/db/users'
import { type AllowedVisitor, checkVisitor, type Visitor } from '@/lib/server/sessions/check-visitor'
import { endSession } from '@/lib/server/sessions/end'
import { renewSession, startSession } from '@/lib/server/sessions/issue'
import { type Arrival, beginRenewing, type DataChange, type Issued } from '@/lib/server/sessions/lifecycle'
import { lifecycleOf } from '@/lib/server/sessions/models'
import type { IssuedCookie } from '@/lib/session/cookies'
import type { Model } from '@/lib/session/models'
import { type OpenedCredential, openCookies } from '@/lib/session/open'
import type { Presented } from '@/lib/session/presented'
import type { Mode } from '@/lib/session/revocation/modes'
import { Trace } from '@/lib/session/trace'
import { nowInSeconds } from '@/lib/time'

type Cookies = readonly IssuedCookie[]

export const client = { ip: '192.0.2.1', userAgent: 'a test' }

/** A login by password that is kept, except for its time. */
export const arrival = { client, amr: ['pwd'], persistent: true, replacing: [] } as const

/** The request of a browser with these cookies. */
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
  if (!access) throw new Error('this id is not allowed to log in')
  return access
}

export async function start(
  model: Model,
  userId: string,
  now = nowInSeconds(),
  login: Partial<Pick<Arrival, 'amr' | 'persistent'>> = {},
): Promise<Issued> {
  const started = await startSession(model, await accessOf(userId), { ...arrival, ...login, now })
  if (!started) throw new Error('revoked while starting')
  return started
}

/** The server check of a page: reads, and changes nothing. */
export const look = (cookies: Cookies, now = nowInSeconds(), mode: Mode = 'strict') =>
  checkVisitor(present(cookies), { now, trace: new Trace(), mode, renewFor: null })

/** The server check of a request whose answer reaches the cookie jar. */
export const visit = (cookies: Cookies, now = nowInSeconds(), mode: Mode = 'strict') =>
  checkVisitor(present(cookies), { now, trace: new Trace(), mode, renewFor: client })

/** Renews without the answer of Redis: the decision of the database alone. */
export const renew = async (cookies: Cookies, now = nowInSeconds()) =>
  renewSession(await open(cookies, now), beginRenewing(client, now))

export const end = async (cookies: Cookies, now = nowInSeconds()) =>
  (await endSession(await open(cookies, now), 'logout', now)).told

export const countVisit = async (cookies: Cookies, now = nowInSeconds()) =>
  changeDataOf(await open(cookies, now), (data) => ({ ...data, visits: data.visits + 1 }), now)

/** The session of a visitor whom the check accepted. */
export async function letIn(visiting: Visitor | Promise<Visitor>): Promise<AllowedVisitor> {
  const visitor = await visiting
  if (visitor.verdict !== 'allowed') throw new Error(`not allowed: ${visitor.verdict}`)
  return visitor
}

export const readDataOf = (credential: OpenedCredential, now: number) =>
  lifecycleOf(credential).readData(credential, now)

export const changeDataOf = (credential: OpenedCredential, change: DataChange, now: number) =>
  lifecycleOf(credential).changeData(credential, change, now)

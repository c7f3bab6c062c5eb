import { randomUUID } from 'node:crypto'
import type { BrowserContext } from 'playwright-core'
import { askPostgres } from '@/lib/db/client'
import { createUser, findLogin } from '@/lib/db/users'
import { hashPassword } from '@/lib/server/account/passwords'
import { renewSession, startSession } from '@/lib/server/sessions/issue'
import { beginRenewing, type Issued } from '@/lib/server/sessions/lifecycle'
import { lifecycleOf } from '@/lib/server/sessions/models'
import { type Amr, levelOf } from '@/lib/session/assurance'
import type { Model } from '@/lib/session/models'
import { type OpenedCredential, openCookies } from '@/lib/session/open'
import type { Role } from '@/lib/session/session'
import { days, minutes, nowInSeconds } from '@/lib/time'
import { people } from '@/tests/support/people'
import { reach } from '@/tests/support/reach'
import { Visitor } from '@/tests/support/visitor'

/*
 * Sessions of a running application, opened by its own code with its own keys and rows: no form, no password hash, no
 * waiting. A session that is due, idle, ended, or in need of re-authentication is opened in the past.
 */

export interface SessionOptions {
  /** An existing account. Linus by default. */
  email?: string
  /** Seconds since the login. The password was last entered then. */
  age?: number
  /** Seconds since the last renewal, if that is later than the login. */
  renewed?: number
  /** Saved in the session's data right after the login. */
  note?: string
  /** How the user has authenticated; by password alone by default. */
  amr?: Amr
  // feature: required-factor
  /** The role needs a second factor, and the account has none. */
  lacksFactor?: boolean
  // end
  /** "Keep me logged in"; true by default. */
  persistent?: boolean
  /** The browser of the login; Firefox on Linux by default. */
  userAgent?: string
  /** The visitor who gets the cookies; a new visitor by default. Cookies of other models stay. */
  visitor?: Visitor
}

/** Longer than the revalidation interval of five minutes, shorter than the step-up interval of ten. */
export const due = { age: 6 * 60 }
/** Longer than both. */
export const unproven = { age: 11 * 60 }

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const clientOf = (userAgent = firefox) => ({ ip: '127.0.0.1', userAgent })

/** A logged-in visitor. The jar keeps the cookies past their `Max-Age`, like an attacker. */
export async function openSession(app: { url: string }, model: Model, options: SessionOptions = {}): Promise<Visitor> {
  const { visitor = new Visitor(app) } = options
  for (const { name, value } of await cookiesOf(app, model, options)) visitor.jar.set(name, value)
  return visitor
}

/** The application that the tabs of a browser context visit. */
export const addresses = new WeakMap<BrowserContext, string>()

/** The same in a browser. */
export async function openSessionIn(
  context: BrowserContext,
  model: Model,
  options: SessionOptions = {},
): Promise<void> {
  const url = addresses.get(context) ?? ''
  const { host } = new URL(url)
  const cookies = await cookiesOf({ url }, model, options)
  await context.addCookies(
    cookies.map(({ name, value, attributes: { httpOnly, secure, maxAge } }) => ({
      ...{ name, value, httpOnly, secure, sameSite: 'Lax' as const },
      // Browsers accept Secure cookies from http://localhost; the automation protocol does not.
      url: `https://${host}`,
      ...(maxAge === undefined ? {} : { expires: nowInSeconds() + maxAge }),
    })),
  )
}

async function cookiesOf(app: { url: string }, model: Model, options: SessionOptions): Promise<Cookies> {
  reach(app.url)
  const { email = people.linus.email, age = 0, renewed = age, note, userAgent } = options
  const { amr = ['pwd'], persistent = true } = options
  const login = await findLogin(email)
  if (!login) throw new Error(`no account ${email}, or a disabled one`)

  const [start, end] = [nowInSeconds() - age, nowInSeconds() - renewed]
  const client = clientOf(userAgent)
  const started = await startSession(model, login.access, {
    ...{ client, now: start, amr, persistent, replacing: [] },
    lacksFactor: options.lacksFactor, // feature: required-factor
  })
  if (!started) throw new Error(`the sessions of ${email} were revoked while this one started`)
  const noted = note === undefined ? started.cookies : await saveNote(started.cookies, note, start)
  return renewUntil(noted, start, end, persistent && levelOf(amr) === 'aal1' ? days(6) : minutes(50))
}

type Cookies = Issued['cookies']

async function saveNote(cookies: Cookies, note: string, now: number): Promise<Cookies> {
  const credential = await open(cookies, now)
  const changed = await lifecycleOf(credential).changeData(credential, (data) => ({ ...data, note }), now)
  if (typeof changed === 'string') throw new Error(`the note was not saved: ${changed}`)
  // Only a sealed session has its data in a cookie.
  return changed.cookies.length > 0 ? changed.cookies : cookies
}

async function open(cookies: Cookies, now: number): Promise<OpenedCredential> {
  const [credential] = await openCookies(presentedBy(cookies), now)
  if (!credential) throw new Error('what was issued does not open')
  return credential
}

/** Renews at intervals that are shorter than the idle timeout, like a regular visitor. */
async function renewUntil(cookies: Cookies, from: number, end: number, interval: number): Promise<Cookies> {
  if (from >= end) return cookies

  const now = Math.min(from + interval, end)
  const renewed = await renewSession(await open(cookies, now), beginRenewing(clientOf(), now))
  if (!renewed) throw new Error('this session ended before the instant that a test wants')
  return renewUntil(renewed.cookies, now, end, interval)
}

const presentedBy = (cookies: Iterable<{ name: string; value: string }>) => ({
  authorization: null,
  cookies: Object.fromEntries([...cookies].map(({ name, value }) => [name, value])),
})

// model: signed
/** Closes the grace window of every refresh token that this visitor has used. */
export async function endGrace({ origin, cookies }: Pick<Visitor, 'origin' | 'cookies'>): Promise<void> {
  reach(origin)
  const opened = await openCookies(presentedBy(cookies), nowInSeconds())
  const ids = opened.map(({ sessionId }) => sessionId)
  await askPostgres(
    (database) => database.$executeRaw`
      UPDATE "RefreshToken" SET "usedAt" = "usedAt" - interval '1 hour' WHERE "sessionId" = ANY(${ids})`,
  )
}
// end

export interface Account {
  userId: string
  email: string
  password: string
}

const password = 'paper, ink and wax'
/** A slow hash: computed once per file. */
let passwordHash: Promise<string> | undefined

/** An account that no other test uses. */
export async function newAccount(app: { url: string }, role: Role = 'member', name = 'Test User'): Promise<Account> {
  reach(app.url)
  passwordHash ??= hashPassword(password)
  const email = `${randomUUID()}@example.com`
  const user = { email, name, passwordHash: await passwordHash }
  const userId = await askPostgres((database) => createUser(database, user))
  if (!userId) throw new Error(`there is an account ${email} already`)

  if (role !== 'member')
    await askPostgres((database) => database.user.updateMany({ where: { id: userId }, data: { role } }))
  return { userId, email, password }
}

// feature: mail
/** The same, with a verified address. */
export async function newOwner(app: { url: string }): Promise<Account> {
  const account = await newAccount(app)
  const data = { emailVerifiedAt: new Date() }
  await askPostgres(({ user }) => user.update({ where: { id: account.userId }, data }))
  return account
}
// end

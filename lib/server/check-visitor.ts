import 'server-only'
import { UnavailableError } from '@/lib/errors'
import { logFailure } from '@/lib/log'
import type { Client } from '@/lib/server/client'
import type { Issued } from '@/lib/server/lifecycle'
import { lifecycleOf } from '@/lib/server/lifecycles'
import { beginRenewing, getStandingAccess, renewSession } from '@/lib/server/renew-session'
import { type Check, type CheckOptions, check } from '@/lib/session/check'
import type { IssuedCookie } from '@/lib/session/cookies'
import { isOver } from '@/lib/session/deadlines'
import { type OpenedCredential, openPresented, type Stranger } from '@/lib/session/open'
import type { Presented } from '@/lib/session/presented'
import type { Session } from '@/lib/session/session'

export interface AllowedVisitor {
  verdict: 'allowed'
  session: Session
  credential: OpenedCredential
  /** Of a renewal; the caller sets them. */
  cookies: readonly IssuedCookie[]
}

/** What a server check concludes: `renewable` is gone, because here somebody decides. */
export type Visitor =
  | AllowedVisitor
  | { verdict: 'anonymous'; stranger: Stranger }
  | { verdict: 'revoked' }
  | { verdict: 'unavailable'; reason: UnavailableError }

interface VisitorOptions extends Pick<CheckOptions, 'now' | 'trace' | 'mode'> {
  /** Who asks for a renewal whose answer reaches the cookie jar. Null: look in the database, and change nothing. */
  renewFor: Client | null
}

/** The server check, the law: repeats everything the edge did, believes nothing it said, and asks the database. */
export async function checkVisitor(presented: Presented, options: VisitorOptions): Promise<Visitor> {
  const checked = await check(presented, { ...options, copyKey: copyKeyOf })
  if (checked.verdict === 'anonymous') return checked
  if (checked.verdict === 'unavailable') return unavailable(checked.reason)
  if (checked.verdict === 'revoked') return { verdict: 'revoked' }

  const isRenewable = checked.verdict === 'renewable'
  if (isRenewable && presented.authorization !== null) return { verdict: 'anonymous', stranger: 'expired' }
  // What is issued now is believed for minutes: no copy is good enough for that.
  if (isRenewable && options.mode !== 'strict') return checkVisitor(presented, { ...options, mode: 'strict' })

  const { credential } = checked
  try {
    const issued = await (checked.verdict === 'allowed' ? read(checked, options) : decide(credential, options))
    return issued ? { verdict: 'allowed', credential, ...issued } : { verdict: 'revoked' }
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    return unavailable(error)
  }
}

/**
 * With Redis away, for whoever only ends sessions: Postgres decides alone, since it knows of every end and every cut-off.
 * A door that closes must not need the one that is broken.
 */
export async function checkInPostgres(presented: Presented, now: number): Promise<Visitor> {
  const { credential } = await openPresented(presented, now)
  if (!credential || isOver(credential, now)) return { verdict: 'anonymous', stranger: 'expired' }

  try {
    const issued = await peek(credential, now)
    return issued ? { verdict: 'allowed', credential, ...issued } : { verdict: 'revoked' }
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    return unavailable(error)
  }
}

const copyKeyOf = (credential: OpenedCredential) => lifecycleOf(credential).copyKey()

function unavailable(reason: UnavailableError): Visitor {
  logFailure('check_unavailable', reason)
  return { verdict: 'unavailable', reason }
}

type Allowed = Extract<Check, { verdict: 'allowed' }>

async function read({ credential, copy }: Allowed, options: VisitorOptions): Promise<Issued | null> {
  const session = await lifecycleOf(credential).read({ ...options, copy })
  return session && { session, cookies: [] }
}

function decide(credential: OpenedCredential, { now, trace, renewFor }: VisitorOptions): Promise<Issued | null> {
  if (renewFor) return trace.measure('renew', () => renewSession(credential, beginRenewing(renewFor, now)))
  return trace.measure('postgres', () => peek(credential, now))
}

async function peek(credential: OpenedCredential, now: number): Promise<Issued | null> {
  const access = await getStandingAccess(credential)
  const session = access && (await lifecycleOf(credential).peek(access, now))
  return session && { session, cookies: [] }
}

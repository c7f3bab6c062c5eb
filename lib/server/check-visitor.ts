import 'server-only'
import { UnavailableError } from '@/lib/errors'
import { logFailure } from '@/lib/log'
import type { Client } from '@/lib/server/client'
import type { Issued } from '@/lib/server/lifecycle'
import { lifecycleOf } from '@/lib/server/lifecycles'
import { beginRenewing, getStandingAccess, renewSession } from '@/lib/server/renew-session'
import { check } from '@/lib/session/check'
import type { IssuedCookie } from '@/lib/session/cookies'
import type { OpenedCredential, Stranger } from '@/lib/session/open'
import type { Presented } from '@/lib/session/presented'
import type { Session } from '@/lib/session/session'
import type { Trace } from '@/lib/session/trace'

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

export interface CheckOptions {
  now: number
  trace: Trace
  /** Who asks for a renewal whose answer reaches the cookie jar. Null: look in the database, and change nothing. */
  renewFor: Client | null
}

/** The server check, the law: repeats everything the edge did, believes nothing it said, and asks the database. */
export async function checkVisitor(presented: Presented, options: CheckOptions): Promise<Visitor> {
  const checked = await check(presented, options.now, options.trace)
  if (checked.verdict === 'anonymous') return checked
  if (checked.verdict === 'unavailable') return unavailable(checked.reason)
  if (checked.verdict === 'revoked') return { verdict: 'revoked' }

  const { credential } = checked
  const isBearer = presented.authorization !== null
  if (checked.verdict === 'renewable' && isBearer) return { verdict: 'anonymous', stranger: 'expired' }

  const isRenewable = checked.verdict === 'renewable'
  try {
    const issued = await (isRenewable ? decide(credential, options) : read(credential, options))
    return issued ? { verdict: 'allowed', credential, ...issued } : { verdict: 'revoked' }
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    return unavailable(error)
  }
}

function unavailable(reason: UnavailableError): Visitor {
  logFailure('check_unavailable', reason)
  return { verdict: 'unavailable', reason }
}

async function read(credential: OpenedCredential, { now, trace }: CheckOptions): Promise<Issued | null> {
  const lifecycle = lifecycleOf(credential)
  const reading = () => lifecycle.read(now)
  const session = await (lifecycle.asksPostgres() ? trace.measure('postgres', reading) : reading())
  return session && { session, cookies: [] }
}

function decide(credential: OpenedCredential, { now, trace, renewFor }: CheckOptions): Promise<Issued | null> {
  if (renewFor) return trace.measure('renew', () => renewSession(credential, beginRenewing(renewFor, now)))
  return trace.measure('postgres', () => peek(credential, now))
}

async function peek(credential: OpenedCredential, now: number): Promise<Issued | null> {
  const access = await getStandingAccess(credential)
  const session = access && (await lifecycleOf(credential).peek(access, now))
  return session && { session, cookies: [] }
}

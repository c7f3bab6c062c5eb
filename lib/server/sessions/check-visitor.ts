import 'server-only'
import { UnavailableError } from '@/lib/errors'
import { logFailure } from '@/lib/log'
import type { Client } from '@/lib/server/http/client'
import { peekSession, renewSession } from '@/lib/server/sessions/issue'
import { beginRenewing, type Reading, type Stores, usualStores } from '@/lib/server/sessions/lifecycle'
import { lifecycleOf } from '@/lib/server/sessions/models'
import { type Check, check } from '@/lib/session/check'
import type { IssuedCookie } from '@/lib/session/cookies'
import { isOver } from '@/lib/session/deadlines'
import { type OpenedCredential, openPresented, type Stranger } from '@/lib/session/open'
import type { Presented } from '@/lib/session/presented'
import type { Session } from '@/lib/session/session'

export interface AllowedVisitor {
  verdict: 'allowed'
  session: Session
  /** The newest credential: after a renewal, the one that it issued. */
  credential: OpenedCredential
  /** The cookies of a renewal; the caller sets them. */
  cookies: readonly IssuedCookie[]
}

/** The result of a server check: `renewable` does not occur, because the server decides it. */
export type Visitor =
  | AllowedVisitor
  | { verdict: 'anonymous'; stranger: Stranger }
  | { verdict: 'revoked' }
  | { verdict: 'unavailable'; reason: UnavailableError }

export interface VisitorOptions extends Omit<Reading, 'copy' | 'stores'> {
  /** By default the stores of this process. */
  stores?: Stores
  /** The client of a renewal whose cookies reach the browser. Null: read the database, without writing. */
  renewFor: Client | null
}

/** The server check, which is authoritative: repeats every check of the edge, trusts none of its results, and asks the database. */
export async function checkVisitor(
  presented: Presented,
  { stores = usualStores(), ...rest }: VisitorOptions,
): Promise<Visitor> {
  const options = { ...rest, stores }
  const checked = await check(presented, { ...rest, sources: stores.sources, copyKey: copyKeyOf })
  if (checked.verdict === 'anonymous') return checked
  if (checked.verdict === 'unavailable') return unavailable(checked.reason)
  if (checked.verdict === 'revoked') return { verdict: 'revoked' }

  const isRenewable = checked.verdict === 'renewable'
  if (isRenewable && presented.authorization !== null) return { verdict: 'anonymous', stranger: 'expired' } // feature: tokens
  // A renewed credential is fresh for minutes, so the local replica is not enough: check strictly.
  if (isRenewable && options.mode !== 'strict') return checkVisitor(presented, { ...options, mode: 'strict' })

  const { credential } = checked
  try {
    const standing = await (checked.verdict === 'allowed' ? read(checked, options) : decide(credential, options))
    return conclude(standing, presented)
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    return unavailable(error)
  }
}

/**
 * While Redis is unavailable, for actions that only end sessions: Postgres decides alone, since it has every end and
 * every revocation. A logout must not depend on the store that is unavailable.
 */
export async function checkInPostgres(presented: Presented, now: number): Promise<Visitor> {
  const { credential } = await openPresented(presented, now)
  if (!credential || isOver(credential, now)) return { verdict: 'anonymous', stranger: 'expired' }

  try {
    const standing = await peek(credential, now)
    return standing ? { verdict: 'allowed', ...standing } : { verdict: 'revoked' }
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    return unavailable(error)
  }
}

const copyKeyOf = (credential: OpenedCredential) => lifecycleOf(credential).copyKey(credential)

function unavailable(reason: UnavailableError): Visitor {
  logFailure('check_unavailable', reason)
  return { verdict: 'unavailable', reason }
}

type Asking = Required<VisitorOptions>
type Allowed = Extract<Check, { verdict: 'allowed' }>

/** The session and credential of an allowed visitor. */
type Standing = Omit<AllowedVisitor, 'verdict'>

async function read({ credential, copy }: Allowed, options: Asking): Promise<Standing | null> {
  const session = await lifecycleOf(credential).read(credential, { ...options, copy })
  return session && { session, credential, cookies: [] }
}

function conclude(standing: Standing | null, presented: Presented): Visitor {
  if (!standing) return { verdict: 'revoked' }
  // model: signed
  // model: several
  if (isMisplaced(standing, presented)) return { verdict: 'anonymous', stranger: 'invalid' } // feature: tokens
  // end
  // end
  return { verdict: 'allowed', ...standing }
}

// feature: tokens
// model: signed
// model: several
/** A token may belong to any model, but we set it as a cookie for a signed session only: any other such cookie is refused. */
function isMisplaced({ credential, session }: Standing, { authorization }: Presented): boolean {
  return authorization === null && credential.model === 'bearer' && session.model !== 'signed'
}
// end
// end
// end

async function decide(
  credential: OpenedCredential,
  { now, trace, renewFor, stores }: Asking,
): Promise<Standing | null> {
  if (!renewFor) return trace.measure('postgres', () => stores.askDatabase(() => peek(credential, now)))

  const renewing = beginRenewing(renewFor, now)
  return trace.measure('renew', () => stores.askDatabase(() => renewSession(credential, renewing)))
}

async function peek(credential: OpenedCredential, now: number): Promise<Standing | null> {
  const session = await peekSession(credential, now)
  return session && { session, credential, cookies: [] }
}

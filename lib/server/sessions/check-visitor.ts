import 'server-only'
import { UnavailableError } from '@/lib/errors'
import { logFailure } from '@/lib/log'
import type { Client } from '@/lib/server/http/client'
import { peekSession } from '@/lib/server/sessions/access'
import { beginRenewing, type Reading } from '@/lib/server/sessions/lifecycle'
import { lifecycleOf } from '@/lib/server/sessions/models'
import { renewSession } from '@/lib/server/sessions/renew'
import { type Stores, usualStores } from '@/lib/server/sessions/stores'
import { type Check, check } from '@/lib/session/check'
import type { IssuedCookie } from '@/lib/session/cookies'
import { isOver } from '@/lib/session/deadlines'
import { type OpenedCredential, openPresented, type Stranger } from '@/lib/session/open'
import type { Presented } from '@/lib/session/presented'
import type { Session } from '@/lib/session/session'

export interface AllowedVisitor {
  verdict: 'allowed'
  session: Session
  /** The newest: of a renewal, the one that it issued. */
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

export interface VisitorOptions extends Omit<Reading, 'copy' | 'stores'> {
  /** By default those of this process. */
  stores?: Stores
  /** Who asks for a renewal whose answer reaches the cookie jar. Null: look in the database, and change nothing. */
  renewFor: Client | null
}

/** The server check, the law: repeats everything the edge did, believes nothing it said, and asks the database. */
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
  // What is issued now is believed for minutes: no copy is good enough for that.
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
 * With Redis away, for whoever only ends sessions: Postgres decides alone, since it knows of every end and every cut-off.
 * A door that closes must not need the one that is broken.
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

/** What an allowed visitor is made of. */
type Standing = Omit<AllowedVisitor, 'verdict'>

async function read({ credential, copy }: Allowed, options: Asking): Promise<Standing | null> {
  const session = await lifecycleOf(credential).read(credential, { ...options, copy })
  return session && { session, credential, cookies: [] }
}

function conclude(standing: Standing | null, presented: Presented): Visitor {
  if (!standing) return { verdict: 'revoked' }
  if (isMisplaced(standing, presented)) return { verdict: 'anonymous', stranger: 'invalid' } // feature: tokens
  return { verdict: 'allowed', ...standing }
}

// feature: tokens
/** A token may belong to a session of any model. We set it as a cookie for a signed session only: any other such cookie is refused. */
function isMisplaced({ credential, session }: Standing, { authorization }: Presented): boolean {
  return authorization === null && credential.model === 'bearer' && session.model !== 'signed'
}
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

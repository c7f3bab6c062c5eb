// feature: second-factor (this file)
import 'server-only'
import type { AuditKind } from '@/lib/db/audit-events'
import type { FactorChange } from '@/lib/db/second-factor/change'
import type { Access } from '@/lib/db/users'
import { rememberDevice } from '@/lib/server/limits/device'
import { type Guesser, type TooManyChanges, takeChange } from '@/lib/server/limits/guess'
import type { FactorEvent } from '@/lib/server/mail/letters' // feature: mail
import { orUnavailable } from '@/lib/server/or-unavailable'
import { letterAboutChange } from '@/lib/server/second-factor/letter' // feature: mail
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import { tell } from '@/lib/server/sessions/end'
import { rotateSessionId } from '@/lib/server/sessions/issue'
import type { Amr } from '@/lib/session/assurance'
import type { IssuedCookie } from '@/lib/session/cookies'
import { raiseGeneration } from '@/lib/session/revocation/write'
import { toDate } from '@/lib/time'

/** `unfinished`: changed, but not published to Redis. `logged_out`: changed, but this session could not be continued. */
export type FactorChanged =
  | { outcome: 'changed' | 'unfinished'; cookies: readonly IssuedCookie[] }
  | { outcome: 'logged_out' }

interface Happened {
  kind: AuditKind
  event: FactorEvent // feature: mail
}

/** The facts that are written with a change of the factors, in its transaction. Takes a token for it. @throws {UnavailableError} */
export async function factorChange(
  { session }: AllowedVisitor,
  access: Access,
  happened: Happened,
  { client }: Guesser,
  now: number,
): Promise<FactorChange | TooManyChanges> {
  const { id: sessionId, userId, model } = session
  const taken = await takeChange('factorChange', userId)
  if (taken.outcome === 'too_many_changes') return taken

  return {
    kept: {
      userId,
      generation: access.generation,
      sessionId, // model: stored, signed
    },
    entry: { kind: happened.kind, userId, sessionId, model, ...client },
    ...(await letterAboutChange(happened.event, { userId, at: now, ip: client.ip })), // feature: mail
    now: toDate(now),
  }
}

interface Continuing {
  /** With the generation that the change has raised. */
  access: Access
  /** How the user has authenticated in this session, from now on. */
  amr: Amr
}

/**
 * After a change that has revoked all sessions but this one: publishes that, and continues this one under a new id.
 * The change stays even if this fails.
 */
export async function goOnAlone(
  visitor: AllowedVisitor,
  { access, amr }: Continuing,
  guesser: Guesser,
  now: number,
): Promise<FactorChanged> {
  const { userId, generation } = access
  const told = await tell(() => raiseGeneration(userId, generation))
  const reopening = { client: guesser.client, now, authenticatedAt: visitor.session.authenticatedAt, amr }
  const rotating = () => rotateSessionId(visitor.credential, access, reopening)
  const reopened = await orUnavailable(rotating, null, 'session_not_reopened')
  if (!reopened) return { outcome: 'logged_out' }

  // The new generation invalidates the device cookies of every browser. This browser gets a new one.
  const device = await rememberDevice(guesser.device, { userId, generation }, now)
  return { outcome: told === 'ended' ? 'changed' : told, cookies: [...reopened.cookies, ...device] }
}

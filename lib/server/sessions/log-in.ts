import 'server-only'
import type { Access } from '@/lib/db/users'
import { audit } from '@/lib/server/audit'
import type { Client } from '@/lib/server/http/client'
import { rememberDevice } from '@/lib/server/limits/device'
import { noticeOfLogin } from '@/lib/server/mail/notices' // feature: mail
import { endSession } from '@/lib/server/sessions/end'
import { startSession } from '@/lib/server/sessions/issue'
import type { Amr } from '@/lib/session/assurance'
import { deleteOthers, type IssuedCookie } from '@/lib/session/cookies'
import type { Model } from '@/lib/session/models'
import { openCookies } from '@/lib/session/open'
import type { Presented } from '@/lib/session/presented'

/** What a login has chosen, and the browser that it comes from. */
export interface Arriving {
  model: Model // model: several
  /** "Keep me logged in". True by default. */
  persistent?: boolean | undefined
  /** The browser's earlier cookies: a login ends and replaces them, of any model, which prevents session fixation. */
  presented: Presented
  client: Client
  /** The device cookie, unopened: a browser that has logged in before keeps its own limit while others guess passwords. */
  device: string | null
  // feature: required-factor
  /** The session is there to set up the second factor that the role needs. */
  lacksFactor?: boolean
  // end
}

/**
 * Starts the session of a login whose user has authenticated by `amr`, and ends the browser's earlier ones.
 * @param access read before the user authenticated
 * @returns null when all sessions of the user were revoked in between @throws {UnavailableError}
 */
export async function beginSession(
  arriving: Arriving,
  access: Access,
  amr: Amr,
  now: number,
): Promise<IssuedCookie[] | null> {
  const { client, device, persistent = true } = arriving
  const replaced = await openCookies(arriving.presented, now)
  const replacing = replaced.map(({ sessionId }) => sessionId)
  const arrival = {
    ...{ client, now, amr, persistent, replacing },
    lacksFactor: arriving.lacksFactor, // feature: required-factor
    notice: await noticeOfLogin(arriving, access, now), // feature: mail
  }
  const started = await startSession(arriving.model, access, arrival)
  if (!started) return null

  // Only after the new session has started: a login that fails halfway must not log the user out.
  for (const credential of replaced) await endSession(credential, 'replaced', now)
  const { session, cookies } = started
  await audit({ kind: 'login', userId: session.userId, sessionId: session.id, model: session.model, ...client })
  const proof = await rememberDevice(device, access, now)
  return [...cookies, ...deleteOthers(cookies), ...proof]
}

import 'server-only'
import { env } from '@/lib/env'
import { getAccessAnew } from '@/lib/lab/server/lab-visitor'
import type { Subject } from '@/lib/lab/shared/replay'
import type { Client } from '@/lib/server/http/client'
import { orUnavailable } from '@/lib/server/or-unavailable'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import { endSession } from '@/lib/server/sessions/end'
import { startSession } from '@/lib/server/sessions/issue'
import { type Model, models } from '@/lib/session/models'
import type { OpenedCredential } from '@/lib/session/open'
import type { Presented } from '@/lib/session/presented'
import { nowInSeconds } from '@/lib/time'

/** A session that takes part, and the cookies that were copied from it. */
export interface Played {
  subject: Subject
  credential: OpenedCredential
  cookies: Presented['cookies']
}

interface Opening {
  client: Client
  /** Seconds until the end of its revalidation interval; with zero it is renewable at once. */
  freshLeft: number
}

/**
 * Opens one session of each model for the reader, issued so long ago that its revalidation interval is about to end.
 * @returns null when the reader's own session has ended meanwhile @throws {UnavailableError}
 */
export async function openPlayers(visitor: AllowedVisitor, opening: Opening): Promise<Played[] | null> {
  const players: Played[] = []
  try {
    for (const model of models) {
      const player = await openPlayer(model, visitor, opening)
      if (player) players.push(player)
    }
  } finally {
    if (players.length < models.length) await endPlayers(players)
  }
  return players.length < models.length ? null : players
}

/**
 * Opens one session, if the reader's own session is still alive: after a logout, nothing may be left behind.
 * @returns null when it has ended @throws {UnavailableError}
 */
export async function openPlayer(
  model: Model,
  visitor: AllowedVisitor,
  { client, freshLeft }: Opening,
): Promise<Played | null> {
  const access = await getAccessAnew(visitor)
  if (!access) return null

  const issuedAt = nowInSeconds() - Math.max(0, env().FRESH_SECONDS - freshLeft)
  const { amr } = visitor.session
  const started = await startSession(model, access, { client, now: issuedAt, amr, persistent: true, replacing: [] })
  if (!started) return null

  const cookies = Object.fromEntries(started.cookies.map(({ name, value }) => [name, value]))
  return { subject: model, credential: started.credential, cookies }
}

/** Ends the sessions in any state. No browser has their cookies. */
export async function endPlayers(players: readonly Played[]): Promise<void> {
  for (const { credential } of players) {
    await orUnavailable(() => endSession(credential, 'logout', nowInSeconds()), null, 'lab_session_not_ended')
  }
}

// feature: required-factor (this file)
import 'server-only'
import { changeRuleRow, type EndedUser, listRequiredRoles } from '@/lib/db/second-factor/required'
import { type Actor, operator } from '@/lib/server/audit'
import { type End, tell } from '@/lib/server/sessions/end'
import { raiseGeneration } from '@/lib/session/revocation/write'
import type { Role } from '@/lib/session/session'
import { toDate } from '@/lib/time'

export { listRequiredRoles }

/**
 * `unchanged`: the rule was this one before. `own_factor`: the acting admin has this role and no second factor.
 * `unfinished`: changed, but the end of some sessions could not be published to Redis.
 */
export type RuleOutcome = 'changed' | 'unchanged' | 'unfinished' | 'own_factor'

/**
 * Requires a second factor of every account with this role, or no longer. Ends the sessions of its accounts that have none:
 * the next login starts a session that leads to the page that sets one up, and to no other (docs/decisions/045).
 * Idempotent: after `unfinished`, the same call finishes the work. @throws {UnavailableError} when nothing has changed
 */
export async function requireFactor(
  role: Role,
  isRequired: boolean,
  now: number,
  by: Actor = operator,
): Promise<RuleOutcome> {
  const kind = isRequired ? 'factor_required' : 'factor_not_required'
  const change = { role, isRequired, entry: { kind, detail: role, ...by }, now: toDate(now) } as const
  const changed = await changeRuleRow(change)
  if (changed === 'own_factor') return changed

  const told = await publish(changed.users)
  if (told === 'unfinished') return told
  return changed.isChanged ? 'changed' : 'unchanged'
}

/** So many at a time: a role may have thousands of accounts. */
const together = 20

/** Stops at the first failure: while Redis is unavailable, every further attempt would take its timeout. */
async function publish(users: readonly EndedUser[]): Promise<End> {
  for (let first = 0; first < users.length; first += together) {
    const some = users.slice(first, first + together)
    const told = await Promise.all(some.map(({ id, generation }) => tell(() => raiseGeneration(id, generation))))
    if (told.includes('unfinished')) return 'unfinished'
  }
  return 'ended'
}

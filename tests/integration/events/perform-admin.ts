// feature: admin (this file)
import { askPostgres } from '@/lib/db/client' // feature: required-factor
import { changeRole, disableUser } from '@/lib/server/admin/users'
import { actorOf } from '@/lib/server/audit'
// feature: required-factor
import { requireFactor } from '@/lib/server/second-factor/require'
import { resetFactors } from '@/lib/server/second-factor/reset'
// end
import { logOutEveryone } from '@/lib/server/sessions/revoke'
import { cutOffUser } from '@/lib/server/sessions/revoke-all'
import type { Performer } from '@/tests/integration/events/performer'
import { protect } from '@/tests/integration/second-factor/protected' // feature: required-factor
import { client } from '@/tests/integration/support/session'

const expectDone = (outcome: string) => {
  if (outcome !== 'ended' && outcome !== 'changed') throw new Error(`it did not happen: ${outcome}`)
  return []
}

// feature: required-factor
/** The rules are of no account, so they are deleted afterwards: other events have none. */
async function withRules<T>(happen: () => Promise<T>): Promise<T> {
  try {
    return await happen()
  } finally {
    await askPostgres(({ requiredFactor }) => requiredFactor.deleteMany())
  }
}
// end

export const adminPerformers = {
  'role-changed': async ({ userId }) => expectDone(await changeRole(userId, 'editor')),
  'user-ended': async ({ userId, now }) => expectDone(await cutOffUser(userId, now)),
  disabled: async ({ userId, now }) => expectDone(await disableUser(userId, now)),
  // feature: required-factor
  'factor-reset': async ({ userId, now }) => {
    await protect(userId)
    return expectDone(await resetFactors(userId, now))
  },
  'role-changed-rule': ({ userId, now }) =>
    withRules(async () => {
      await requireFactor('editor', true, now)
      return expectDone(await changeRole(userId, 'editor'))
    }),
  'factor-required': ({ userId, now }) =>
    withRules(async () => {
      // The users beside this one are members.
      await askPostgres(({ user }) => user.update({ where: { id: userId }, data: { role: 'editor' } }))
      return expectDone(await requireFactor('editor', true, now))
    }),
  // end
  'everyone-out': async ({ visitor, now }) => (await logOutEveryone(now, actorOf(await visitor(), client))).cookies,
} as const satisfies Readonly<Record<string, Performer>>

// feature: admin (this file)
import { changeRole, disableUser } from '@/lib/server/admin/users'
import { actorOf } from '@/lib/server/audit'
import { resetFactors } from '@/lib/server/second-factor/reset' // feature: required-factor
import { logOutEveryone } from '@/lib/server/sessions/revoke'
import { cutOffUser } from '@/lib/server/sessions/revoke-all'
import type { Performer } from '@/tests/integration/events/performer'
import { protect } from '@/tests/integration/second-factor/protected' // feature: required-factor
import { client } from '@/tests/integration/support/session'

const expectDone = (outcome: string) => {
  if (outcome !== 'ended' && outcome !== 'changed') throw new Error(`it did not happen: ${outcome}`)
  return []
}

export const adminPerformers = {
  'role-changed': async ({ userId }) => expectDone(await changeRole(userId, 'editor')),
  'user-ended': async ({ userId, now }) => expectDone(await cutOffUser(userId, now)),
  disabled: async ({ userId, now }) => expectDone(await disableUser(userId, now)),
  // feature: required-factor
  'factor-reset': async ({ userId, now }) => {
    await protect(userId)
    return expectDone(await resetFactors(userId, now))
  },
  // end
  'everyone-out': async ({ visitor, now }) => (await logOutEveryone(now, actorOf(await visitor(), client))).cookies,
} as const satisfies Readonly<Record<string, Performer>>

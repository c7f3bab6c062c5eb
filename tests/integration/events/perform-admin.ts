// feature: admin (this file)
import { changeRole, disableUser } from '@/lib/server/admin/users'
import { actorOf } from '@/lib/server/audit'
import { logOutEveryone } from '@/lib/server/sessions/revoke'
import { cutOffUser } from '@/lib/server/sessions/revoke-all'
import type { Performer } from '@/tests/integration/events/performer'
import { client } from '@/tests/integration/support/session'

const expectDone = (outcome: string) => {
  if (outcome !== 'ended' && outcome !== 'changed') throw new Error(`it did not happen: ${outcome}`)
  return []
}

export const adminPerformers = {
  'role-changed': async ({ userId }) => expectDone(await changeRole(userId, 'editor')),
  'user-ended': async ({ userId, now }) => expectDone(await cutOffUser(userId, now)),
  disabled: async ({ userId, now }) => expectDone(await disableUser(userId, now)),
  'everyone-out': async ({ visitor, now }) => (await logOutEveryone(now, actorOf(await visitor(), client))).cookies,
} as const satisfies Readonly<Record<string, Performer>>

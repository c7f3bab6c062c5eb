import { describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { changePassword } from '@/lib/server/account/change-password'
import { deleteAccount } from '@/lib/server/account/delete'
import { changeName } from '@/lib/server/account/profile'
import { stepUp } from '@/lib/server/account/re-authenticate'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import { logOutEverywhere, revokeOthers, revokeSession } from '@/lib/server/sessions/revoke'
import type { Model } from '@/lib/session/models'
import { nowInSeconds } from '@/lib/time'
import { newPerson, password } from '@/tests/integration/support/person'
import { trailOf } from '@/tests/integration/support/rows'
import { client, letIn, look, start } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

const now = nowInSeconds()
const guesser = { client, device: null }

const acts: [string, (visitor: AllowedVisitor) => Promise<unknown>][] = [
  ['step_up_failed', (visitor) => stepUp(visitor, 'my other secret', guesser, now)],
  ['step_up', (visitor) => stepUp(visitor, password, guesser, now)],
  ['name_changed', (visitor) => changeName(visitor, 'Other User', { client, now })],
  [
    'password_changed',
    (visitor) => changePassword(visitor, { current: password, wanted: 'ink, wax and paper' }, guesser, now),
  ],
  ['cut_off', (visitor) => logOutEverywhere(visitor, client, now)],
  ['others_cut_off', (visitor) => revokeOthers(visitor, client, now)],
]

async function newVisitor(model: Model) {
  const { userId, email } = await newPerson()
  return { userId, email, visitor: await letIn(look((await start(model, userId)).cookies)) }
}

describe.each(models)('%s: an act on one’s own account is recorded once:', (model) => {
  test.each(acts)('%s, with the session that did it or resulted from it, and without any input', async (kind, act) => {
    const { userId, email, visitor } = await newVisitor(model)

    await act(visitor)

    const events = await trailOf(userId)
    const session = /^(step_up|password_changed|others_cut_off)$/.test(kind)
      ? expect.stringMatching(/^[\w-]{22}$/)
      : visitor.session.id
    expect(events).toEqual([{ kind, actorId: null, sessionId: session, model, detail: null, ...client }])
    for (const typed of [email, password, 'my other secret', 'Other User', 'ink, wax and paper']) {
      expect(JSON.stringify(events)).not.toContain(typed)
    }
  })

  test('account_deleted, which no longer names its user', async () => {
    const { userId, visitor } = await newVisitor(model)

    await deleteAccount(visitor, client, now)

    expect(await trailOf(userId)).toEqual([])
    const { id: sessionId } = visitor.session
    const found = await askPostgres(({ auditEvent }) => auditEvent.findMany({ where: { sessionId } }))
    expect(found).toMatchObject([{ kind: 'account_deleted', userId: null, model, ...client }])
  })
})

test.each(['stored', 'signed'] as const)('revoked, with the ended %s session', async (model) => {
  const { userId } = await newPerson()
  const { session } = await start(model, userId)

  await revokeSession({ ownerId: userId, sessionId: session.id, client }, now)

  expect(await trailOf(userId)).toEqual([
    { kind: 'revoked', actorId: null, sessionId: session.id, model, detail: null, ...client },
  ])
})

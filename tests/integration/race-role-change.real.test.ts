import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import { changeRole } from '@/lib/server/admin/users'
import { renewSession, startSession } from '@/lib/server/sessions/issue'
import { beginRenewing } from '@/lib/server/sessions/lifecycle'
import { nowInSeconds } from '@/lib/time'
import { newPerson } from '@/tests/integration/support/person'
import { holdSession, holdTable, holdUser, raceOnRealStores } from '@/tests/integration/support/race'
import { trailOf } from '@/tests/integration/support/rows'
import { accessOf, arrival, client, letIn, open, start, visit } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

raceOnRealStores()

const now = nowInSeconds()

test.each(models)('a role changed during a login by %s makes the new credential renewable', async (model) => {
  const { userId } = await newPerson()
  const access = await accessOf(userId)

  await changeRole(userId, 'editor')
  const started = await startSession(model, access, { ...arrival, now })
  const renewed = await letIn(visit(started?.cookies ?? []))

  expect(renewed.session.role).toBe('editor')
  expect(renewed.cookies).not.toEqual([])
})

test.each(models)(
  'a role changed during a renewal of a %s session makes the renewed credential renewable again',
  async (model) => {
    const [{ userId }] = [await newPerson('admin'), await newPerson('admin')]
    const { session, cookies } = await start(model, userId, now)
    const due = now + env().FRESH_SECONDS
    const credential = await open(cookies)

    const row = model === 'sealed' ? await holdTable('DeniedSession') : await holdSession(session.id)
    const renewing = renewSession(credential, beginRenewing(client, due))
    await row.waiters(1)
    await changeRole(userId, 'member')
    await row.release()
    const again = await letIn(visit((await renewing)?.cookies ?? [], due))

    expect(again.session.role).toBe('member')
    expect(again.cookies).not.toEqual([])
  },
)

test('two concurrent changes of one role each record the true previous role', async () => {
  const { userId } = await newPerson()

  const row = await holdUser(userId)
  const first = changeRole(userId, 'editor')
  await row.waiters(1)
  const second = changeRole(userId, 'admin')
  const third = changeRole(userId, 'admin')
  await row.waiters(3)
  await row.release()
  const answers = [await first, ...[await second, await third].toSorted()]

  expect(answers).toEqual(['changed', 'changed', 'unchanged'])
  expect((await trailOf(userId)).map(({ detail }) => detail)).toEqual(['member>editor', 'editor>admin'])
})

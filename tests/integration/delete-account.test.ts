import { describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { deleteAccount } from '@/lib/server/account/delete'
import { isOwnEmail } from '@/lib/server/account/profile'
import { startSession } from '@/lib/server/sessions/issue'
import { nowInSeconds } from '@/lib/time'
import { gateBeforeRedis } from '@/tests/integration/support/gate'
import { addUser, newPerson } from '@/tests/integration/support/person'
import { forgetEverything } from '@/tests/integration/support/rows'
import { accessOf, arrival, client, letIn, look, renew, start, visit } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

const gate = gateBeforeRedis()
const now = nowInSeconds()

describe.each(models)('an account deleted from a %s session', (model) => {
  test('[ASVS 7.4.2] ends with all its sessions, of every model, and nothing of it is left but the trail', async () => {
    const { userId, email } = await newPerson()
    const others = await Promise.all(models.map((other) => start(other, userId, now)))
    const { session, cookies } = await start(model, userId, now)

    const answer = await deleteAccount(await letIn(look(cookies, now)), client, now)

    expect(answer).toMatchObject({ outcome: 'deleted' })
    for (const copy of [...others, { cookies }]) {
      expect(await visit(copy.cookies, now)).toEqual({ verdict: 'revoked' })
      expect(await renew(copy.cookies, now)).toBeNull()
    }
    expect(await askPostgres(({ session: rows }) => rows.count({ where: { userId } }))).toBe(0)
    expect(await addUser({ email, name: 'Other user', passwordHash: '' })).not.toBeNull()
    const told = { kind: 'account_deleted', sessionId: session.id, userId: null, model }
    expect(await askPostgres(({ auditEvent }) => auditEvent.count({ where: told }))).toBe(1)
  })

  test('stays deleted when Redis loses its data', async () => {
    const { userId } = await newPerson()
    const { cookies } = await start(model, userId, now)
    const { session } = await letIn(look(cookies, now))
    await deleteAccount(await letIn(look(cookies, now)), client, now)

    await forgetEverything()

    expect(await visit(cookies, session.freshUntil)).toEqual({ verdict: 'revoked' })
  })

  test('takes along a login between the revocation and the deletion', async () => {
    const { userId } = await newPerson()
    const visitor = await letIn(look((await start(model, userId, now)).cookies, now))
    const access = await accessOf(userId)
    const afterCutOff = { ...access, generation: access.generation + 1 }
    const between = await startSession('sealed', afterCutOff, { ...arrival, now })

    await deleteAccount(visitor, client, now)

    expect(await look(between?.cookies ?? [], now)).toEqual({ verdict: 'revoked' })
  })

  test('stays while the end of its sessions cannot be published, and is deleted by a retry', async () => {
    const { userId } = await newPerson()
    const visitor = await letIn(look((await start(model, userId, now)).cookies, now))

    gate.set('shut')
    expect(await deleteAccount(visitor, client, now)).toMatchObject({ outcome: 'unfinished' })
    gate.set('open')
    expect(await accessOf(userId)).toMatchObject({ generation: 1 })

    expect(await deleteAccount(visitor, client, now)).toMatchObject({ outcome: 'deleted' })
    await expect(accessOf(userId)).rejects.toThrow('not allowed to log in')
  })

  test('cannot be deleted twice', async () => {
    const visitor = await letIn(look((await start(model, (await newPerson()).userId, now)).cookies, now))
    await deleteAccount(visitor, client, now)

    expect(await deleteAccount(visitor, client, now)).toEqual({ outcome: 'ended' })
  })
})

test('is confirmed by its own e-mail address, in any case, and by no other address', async () => {
  const { userId, email } = await newPerson()
  const visitor = await letIn(look((await start('sealed', userId, now)).cookies, now))

  expect(await isOwnEmail(visitor, email.toUpperCase())).toBe(true)
  for (const other of ['', 'ada@example.com', `${email}.org`]) expect(await isOwnEmail(visitor, other)).toBe(false)
})

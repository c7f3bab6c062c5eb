// feature: notice (this file)
import { describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { changePassword } from '@/lib/server/account/change-password'
import { acknowledgePasswordChanges, listPasswordChanges } from '@/lib/server/account/password-notice'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import { revokeOthers } from '@/lib/server/sessions/revoke'
import type { Model } from '@/lib/session/models'
import { nowInSeconds, toDate } from '@/lib/time'
import { guesser } from '@/tests/integration/support/password'
import { newPerson, password } from '@/tests/integration/support/person'
import { client, letIn, look, start } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

const now = nowInSeconds()
const later = now + 60
const wanted = 'a new battery for the horse'

const logIn = async (model: Model, userId: string, at: number) =>
  letIn(look((await start(model, userId, at)).cookies, at))

/** @returns the visitor with the resulting session */
async function change(visitor: AllowedVisitor, at: number, current = password): Promise<AllowedVisitor> {
  const typed = { current, wanted: `${wanted} at ${at}` }
  const answer = await changePassword(visitor, typed, guesser, at)
  if (answer.outcome !== 'changed') throw new Error(answer.outcome)
  return letIn(look(answer.cookies, at))
}

const told = async ({ session }: AllowedVisitor) => (await listPasswordChanges(session)).map(({ at }) => at)

describe.each(models)('made in a %s session', (model) => {
  async function changed() {
    const { userId } = await newPerson()
    return { userId, changer: await change(await logIn(model, userId, now), later) }
  }

  test('[ASVS 6.3.7] every later login, of every model, is informed of a password change: when, from where, by what', async () => {
    const { userId } = await changed()

    for (const each of models) {
      const { session } = await logIn(each, userId, later)
      expect(await listPasswordChanges(session)).toEqual([
        { id: expect.any(String), at: toDate(later), ip: guesser.client.ip, device: 'Unknown device' },
      ])
    }
  })

  test('the session that made the change is not informed of it, under any rotated id', async () => {
    const { changer } = await changed()
    expect(await told(changer)).toEqual([])

    const answer = await revokeOthers(changer, client, later)
    if (answer.outcome === 'ended') throw new Error('ended')
    const goingOn = await letIn(look(answer.cookies, later))

    expect(goingOn.session.id).not.toBe(changer.session.id)
    expect(await told(goingOn)).toEqual([])
  })

  test('one session’s acknowledgement counts for the whole account', async () => {
    const { userId } = await changed()
    const [first, second] = [await logIn('stored', userId, later), await logIn('sealed', userId, later)]

    expect(await acknowledgePasswordChanges(first, toDate(later))).toBe('acknowledged')

    for (const each of [first, second, await logIn('signed', userId, later)]) expect(await told(each)).toEqual([])
  })

  test('the session that made the change cannot acknowledge it for the others', async () => {
    const { userId, changer } = await changed()

    await acknowledgePasswordChanges(changer, toDate(later))

    expect(await told(await logIn(model, userId, later))).toEqual([toDate(later)])
  })

  test('a login within the second of the change is informed as well, for a change by any session', async () => {
    const { userId } = await newPerson()
    await change(await logIn(model, userId, now), now)

    for (const each of models) expect(await told(await logIn(each, userId, now))).toEqual([toDate(now)])
  })

  test('another account cannot acknowledge it, with any moment', async () => {
    const { userId } = await changed()
    const { userId: stranger } = await newPerson()

    await acknowledgePasswordChanges(await logIn(model, stranger, later), toDate(later + 1000))

    expect(await told(await logIn(model, userId, later))).toEqual([toDate(later)])
  })
})

test('a later change is not covered by an earlier acknowledgement', async () => {
  const { userId } = await newPerson()
  await change(await logIn('stored', userId, now), later)
  const second = await logIn('signed', userId, later)
  await change(second, later + 60, `${wanted} at ${later}`)
  const third = await logIn('sealed', userId, later + 60)
  expect(await told(third)).toEqual([toDate(later + 60), toDate(later)])

  await acknowledgePasswordChanges(third, toDate(later))

  expect(await told(third)).toEqual([toDate(later + 60)])
})

test('a refused change informs no session', async () => {
  const { userId } = await newPerson()
  const visitor = await logIn('stored', userId, now)

  const answer = await changePassword(visitor, { current: 'not the password', wanted }, guesser, later)

  expect(answer).toEqual({ outcome: 'wrong_password' })
  expect(await told(await logIn('sealed', userId, later))).toEqual([])
})

test('a deleted account leaves no notice', async () => {
  const { userId } = await newPerson()
  await change(await logIn('sealed', userId, now), later)

  await askPostgres(({ user }) => user.delete({ where: { id: userId } }))

  expect(await askPostgres(({ passwordChange }) => passwordChange.count({ where: { userId } }))).toBe(0)
})

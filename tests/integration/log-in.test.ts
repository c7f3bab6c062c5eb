import { expect, test, vi } from 'vitest'
import { type LoginAnswer, logIn } from '@/lib/server/account/log-in'
import { cutOffUser } from '@/lib/server/sessions/revoke-all'
import type { IssuedCookie } from '@/lib/session/cookies'
import type { Model } from '@/lib/session/models'
import { nowInSeconds } from '@/lib/time'
import { newPerson, password } from '@/tests/integration/support/person'
import { countAlive, eventsOf, rowOf } from '@/tests/integration/support/rows'
import { client, letIn, look, open, present, start } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

/** Runs while a password is compared. */
const meanwhile = vi.hoisted(() => ({ act: async (): Promise<unknown> => undefined }))
vi.mock('@node-rs/argon2', async (original) => {
  const argon2 = await original<typeof import('@node-rs/argon2')>()
  const verify: typeof argon2.verify = async (...asked) => {
    await meanwhile.act()
    return argon2.verify(...asked)
  }
  return { ...argon2, verify }
})

interface Attempt {
  email: string
  password?: string
  model: Model
  held?: readonly IssuedCookie[]
}

const attempt = ({ held = [], ...given }: Attempt) =>
  logIn({ password, presented: present(held), client, device: null, ...given }, nowInSeconds())

const cookiesOf = (answer: LoginAnswer) => (answer.outcome === 'logged_in' ? answer.cookies : [])
const kept = (answer: LoginAnswer) => cookiesOf(answer).filter(({ attributes }) => attributes.maxAge !== 0)

test.each(models)('a login by %s is allowed with its cookies, and deletes those of the other models', async (model) => {
  const { userId, email } = await newPerson()

  const answer = await attempt({ email, model })

  expect((await letIn(look(kept(answer)))).session).toMatchObject({ userId, model })
  expect(
    cookiesOf(answer)
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(['__Host-refresh', '__Host-sealed', '__Host-signed', '__Host-stored'])
})

test.each(models.flatMap((before) => models.map((after) => [after, before] as const)))(
  'a login by %s ends the %s session that the browser had, and inherits nothing from it',
  async (after, before) => {
    const { userId, email } = await newPerson()
    const planted = await start(before, (await newPerson()).userId)

    const cookies = kept(await attempt({ email, model: after, held: planted.cookies }))

    expect(await look(planted.cookies)).toEqual({ verdict: 'revoked' })
    const { session } = await letIn(look(cookies))
    expect(session.userId).toBe(userId)
    expect(session.id).not.toBe(planted.session.id)
  },
)

test('the row of a replaced session names that reason', async () => {
  const { email, userId } = await newPerson()
  const old = await start('stored', userId)

  await attempt({ email, model: 'stored', held: old.cookies })

  expect(await rowOf(old.session.id)).toMatchObject({ endReason: 'replaced' })
})

test('a wrong password starts nothing, ends nothing, and is recorded', async () => {
  const { email, userId } = await newPerson()
  const held = await start('stored', userId)

  expect(await attempt({ email, password: 'wrong', model: 'stored', held: held.cookies })).toEqual({
    outcome: 'wrong_credentials',
  })

  await letIn(look(held.cookies))
  expect(await eventsOf(userId)).toEqual(['login_failed'])
})

test('an unknown e-mail is refused in the same way', async () => {
  expect(await attempt({ email: 'unknown@example.com', model: 'sealed' })).toEqual({
    outcome: 'wrong_credentials',
  })
})

test('a login is recorded, with its session', async () => {
  const { email, userId } = await newPerson()

  const { sessionId } = await open(kept(await attempt({ email, model: 'signed' })))

  expect(await eventsOf(userId)).toEqual(['login'])
  expect(await rowOf(sessionId)).toMatchObject({ userId, model: 'signed', ...client })
})

test.each(models)(
  'a login by %s starts no session when all sessions of its user are revoked during the password comparison',
  async (model) => {
    const { userId, email } = await newPerson()
    const { act } = meanwhile
    meanwhile.act = () => cutOffUser(userId, nowInSeconds())

    const answer = await attempt({ email, model }).finally(() => Object.assign(meanwhile, { act }))

    expect(answer).toEqual({ outcome: 'wrong_credentials' })
    expect(await countAlive(userId)).toBe(0)
  },
)

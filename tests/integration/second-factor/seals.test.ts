import { beforeEach, describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { replaceTotpSeal } from '@/lib/db/second-factor/seals'
import { env } from '@/lib/env'
import { countSeals } from '@/lib/server/second-factor/reseal'
import { sealSecret } from '@/lib/server/second-factor/totp'
import { nowInSeconds } from '@/lib/time'
import { answer, challengeFor, codeAt, newProtectedPerson } from '@/tests/integration/second-factor/protected'
import { withSettings } from '@/tests/integration/support/settings'
import { anyModel } from '@/tests/support/models'

const now = nowInSeconds()
const [old = ''] = env().SESSION_PASSWORDS
const newest = 'a newer password that has 32 characters'

/** With the settings of one step of a rotation. */
const inStep = <T>(step: 'use' | 'retire', work: () => Promise<T>) =>
  withSettings({ SESSION_PASSWORDS: step === 'use' ? [newest, old] : [newest] }, work)

const enter = async ({ email, secret }: { email: string; secret: string }) =>
  answer(await challengeFor(email, anyModel, now), await codeAt(secret, now), now)

beforeEach(() => askPostgres(({ totp }) => totp.deleteMany()))

describe('while a seal password is replaced', () => {
  test('the secrets of the older one are counted, and a used one no longer is', async () => {
    const [used] = [await newProtectedPerson(), await newProtectedPerson()]
    expect(await countSeals()).toEqual({ newest: 2, older: 0, none: 0 })

    await inStep('use', async () => {
      expect(await countSeals()).toEqual({ newest: 0, older: 2, none: 0 })
      expect(await enter(used)).toMatchObject({ outcome: 'logged_in' })
      expect(await countSeals()).toEqual({ newest: 1, older: 1, none: 0 })
    })
    expect(await inStep('retire', () => countSeals())).toEqual({ newest: 1, older: 0, none: 1 })
  })

  test('all are sealed again at once, in several batches, and the older one can be retired', async () => {
    const person = await newProtectedPerson()
    const [many, id] = [501, (number: number) => `many-${String(number).padStart(4, '0')}`]
    const numbers = Array.from({ length: many }, (_, number) => id(number))
    const users = numbers.map((name) => ({ id: name, email: `${name}@example.com`, name, passwordHash: '' }))
    const apps = await Promise.all(
      numbers.map(async (userId) => ({ userId, secret: await sealSecret(userId, person.secret), lastStep: 0 })),
    )
    await askPostgres(async ({ user, totp }) => {
      await user.createMany({ data: users, skipDuplicates: true })
      await totp.createMany({ data: apps })
    })
    const all = { newest: many + 1, older: 0, none: 0 }

    expect(await inStep('use', () => countSeals({ again: true }))).toEqual(all)
    await inStep('retire', async () => {
      expect(await countSeals()).toEqual(all)
      expect(await enter(person)).toMatchObject({ outcome: 'logged_in' })
    })
  })

  test('a secret that is sealed again keeps its used codes: none works a second time', async () => {
    const person = await newProtectedPerson()
    expect(await enter(person)).toMatchObject({ outcome: 'logged_in' })
    await inStep('use', async () => {
      await countSeals({ again: true })
      expect(await enter(person)).toEqual({ outcome: 'wrong_code' })
    })
  })

  test('a secret of a retired password, and one that was copied into the row of another user, are left alone', async () => {
    const [one, other] = [await newProtectedPerson(), await newProtectedPerson()]
    const secretOf = (userId: string) => askPostgres(({ totp }) => totp.findUniqueOrThrow({ where: { userId } }))
    const copied = (await secretOf(other.userId)).secret
    await askPostgres(({ totp }) => totp.update({ where: { userId: one.userId }, data: { secret: copied } }))

    expect(await inStep('use', () => countSeals({ again: true }))).toEqual({ newest: 1, older: 0, none: 1 })
    expect((await secretOf(one.userId)).secret).toBe(copied)
    expect(await inStep('retire', () => countSeals({ again: true }))).toEqual({ newest: 1, older: 0, none: 1 })
  })
})

test('a seal replaces only the one that was read: an app that was turned off or replaced meanwhile stays so', async () => {
  const { userId, secret } = await newProtectedPerson()
  const { secret: found } = await askPostgres(({ totp }) => totp.findUniqueOrThrow({ where: { userId } }))
  const sealedAgain = await sealSecret(userId, secret)
  const replaced = await sealSecret(userId, 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  await askPostgres(({ totp }) => totp.update({ where: { userId }, data: { secret: replaced } }))

  expect(await replaceTotpSeal({ userId, found, sealedAgain })).toBe(false)
  expect(await askPostgres(({ totp }) => totp.findUniqueOrThrow({ where: { userId } }))).toMatchObject({
    secret: replaced,
  })
  await askPostgres(({ totp }) => totp.deleteMany({ where: { userId } }))
  expect(await replaceTotpSeal({ userId, found, sealedAgain })).toBe(false)
  expect(await askPostgres(({ totp }) => totp.count({ where: { userId } }))).toBe(0)
})

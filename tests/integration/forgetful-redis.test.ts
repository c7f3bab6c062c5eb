import { describe, expect, test } from 'vitest'
import { raiseSiteRow } from '@/lib/db/site'
import { env } from '@/lib/env'
import { disableUser } from '@/lib/server/admin/users'
import { startSession } from '@/lib/server/sessions/issue'
import { cutOffEveryone, cutOffUser } from '@/lib/server/sessions/revoke-all'
import { nowInSeconds } from '@/lib/time'
import { inAnotherProcess } from '@/tests/integration/support/other-process'
import { newPerson } from '@/tests/integration/support/person'
import { forgetEverything } from '@/tests/integration/support/rows'
import { accessOf, arrival, end, look, start, visit } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

const now = nowInSeconds()
const notFresh = now + env().FRESH_SECONDS

describe.each([
  ['a logout', (_: string, cookies: Awaited<ReturnType<typeof start>>['cookies']) => end(cookies)],
  ['a revocation of all sessions', (userId: string) => cutOffUser(userId, now)],
  ['a revocation of the sessions of everyone', () => cutOffEveryone(nowInSeconds())],
  ['a disabled account', (userId: string) => disableUser(userId, nowInSeconds())],
])('when Redis has lost everything after %s', (_, revoke) => {
  async function revoked(model: (typeof models)[number]) {
    const { userId } = await newPerson()
    const { cookies } = await start(model, userId, now)
    await inAnotherProcess(async () => revoke(userId, cookies))
    await forgetEverything()
    return cookies
  }

  test('the session is refused at once by its row: stored', async () => {
    expect(await look(await revoked('stored'))).toEqual({ verdict: 'revoked' })
  })

  test.each(['sealed', 'signed'] as const)(
    'the session is accepted until its revalidation interval ends: %s',
    async (model) => {
      const cookies = await revoked(model)

      expect(await look(cookies, notFresh - 1)).toMatchObject({ verdict: 'allowed' })
      expect(await look(cookies, notFresh)).toEqual({ verdict: 'revoked' })
    },
  )

  test.each(models)('the session is refused at its renewal: %s', async (model) => {
    expect(await visit(await revoked(model), notFresh)).toEqual({ verdict: 'revoked' })
  })
})

test.each(['stored', 'signed'] as const)(
  'a login by %s that began before a revocation of all sessions starts no session, also when Redis has lost all its data',
  async (model) => {
    const { userId } = await newPerson()
    const access = await accessOf(userId)
    await cutOffUser(userId, now)
    await forgetEverything()

    expect(await startSession(model, access, { ...arrival, now })).toBeNull()
  },
)

test('a row from before a revocation of everyone that Redis has lost is refused, ended or not', async () => {
  const { cookies } = await start('stored', (await newPerson()).userId, now)

  await raiseSiteRow()

  expect(await look(cookies)).toEqual({ verdict: 'revoked' })
})

test('a session that was not revoked stays valid when Redis has lost all its data', async () => {
  for (const model of models) {
    const { cookies } = await start(model, (await newPerson()).userId, now)
    await forgetEverything()

    expect(await look(cookies)).toMatchObject({ verdict: 'allowed' })
    expect(await visit(cookies, notFresh)).toMatchObject({ verdict: 'allowed' })
  }
})

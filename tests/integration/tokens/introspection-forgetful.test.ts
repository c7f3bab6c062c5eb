import { describe, expect, test } from 'vitest'
import { cutOffUser } from '@/lib/server/sessions/revoke-all'
import { revokeToken } from '@/lib/server/tokens/answer-revocation'
import { nowInSeconds } from '@/lib/time'
import { newPerson } from '@/tests/integration/support/person'
import { forgetEverything } from '@/tests/integration/support/rows'
import { client, start } from '@/tests/integration/support/session'
import { exchange, isActive } from '@/tests/integration/support/tokens'
import { models } from '@/tests/support/models'

describe.each(models)('a Redis that has lost all its data never makes a %s session active', (model) => {
  const begin = async () => {
    const { userId } = await newPerson()
    const { cookies } = await start(model, userId)
    return { userId, token: (await exchange(cookies)).token }
  }

  test('which was revoked', async () => {
    const { token } = await begin()
    expect(await isActive(token)).toBe(true)

    await revokeToken(token, client, nowInSeconds())
    await forgetEverything()

    expect(await isActive(token)).toBe(false)
  })

  test('whose sessions were all revoked', async () => {
    const { userId, token } = await begin()
    await cutOffUser(userId, nowInSeconds())
    await forgetEverything()

    expect(await isActive(token)).toBe(false)
  })

  test('and a live session stays active', async () => {
    const { token } = await begin()
    await forgetEverything()

    expect(await isActive(token)).toBe(true)
  })
})

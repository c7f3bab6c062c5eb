import { expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { env } from '@/lib/env'
import { nowInSeconds } from '@/lib/time'
import { seedSecondFactor } from '@/scripts/database/seed-second-factor'
import { answer, challengeFor, codeAt } from '@/tests/integration/second-factor/protected'

const now = nowInSeconds()

test('the demo account with a second factor logs in with the code of the secret that is printed, also after a second start', async () => {
  const passwords = env().SESSION_PASSWORDS.join(',')
  const line = await seedSecondFactor(env().DATABASE_URL, passwords)
  expect(await seedSecondFactor(env().DATABASE_URL, passwords)).toBe(line)

  const [, secret = ''] = /secret ([A-Z2-7]{32}),/.exec(line) ?? []
  const uri = new URL(/otpauth:\S+/.exec(line)?.[0] ?? '')
  expect(uri.searchParams.get('secret')).toBe(secret)
  expect(decodeURIComponent(uri.pathname)).toContain('alan@example.com')
  const challenge = await challengeFor('alan@example.com', 'stored', now)
  expect(await answer(challenge, await codeAt(secret, now), now)).toMatchObject({ outcome: 'logged_in' })
  await askPostgres(({ user }) => user.deleteMany({ where: { email: 'alan@example.com' } }))
})

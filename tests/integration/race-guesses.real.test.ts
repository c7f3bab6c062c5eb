import { expect, test } from 'vitest'
import { logIn } from '@/lib/server/account/log-in'
import { limits } from '@/lib/server/limits/limits'
import { nowInSeconds } from '@/lib/time'
import { describeLimits } from '@/tests/integration/support/limit-cases'
import { newPerson, password } from '@/tests/integration/support/person'
import { raceOnRealStores } from '@/tests/integration/support/race'
import { eventsOf } from '@/tests/integration/support/rows'
import { client } from '@/tests/integration/support/session'
import { sizeTurns } from '@/tests/integration/support/turns'

raceOnRealStores()
/** Room for all: the limits decide alone. */
sizeTurns({ running: 100, waiting: 300, ofOneNetwork: 300, longestWait: 600 })
describeLimits({ size: 200, atOnce: 100 })

test('of 200 concurrent wrong passwords ten are compared, and the right one is refused afterwards', async () => {
  const { email, userId } = await newPerson()
  const presented = { authorization: null, cookies: {} }
  const attempt = (given: string) =>
    logIn({ email, password: given, model: 'stored', presented, client, device: null }, nowInSeconds())

  const answers = await Promise.allSettled(Array.from({ length: 200 }, () => attempt('wrong')))
  const outcomes = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.outcome : 'unavailable'))
  const compared = outcomes.filter((outcome) => outcome === 'wrong_credentials')

  // A request that waited too long for a store has no answer; more requests than the limit never have one.
  if (!outcomes.includes('unavailable')) expect(compared).toHaveLength(limits.accountAndNetwork.tokens)
  expect(compared.length).toBeLessThanOrEqual(limits.accountAndNetwork.tokens)
  expect(await attempt(password)).toMatchObject({ outcome: 'too_many' })
  expect(await eventsOf(userId)).toEqual(compared.map(() => 'login_failed'))
})

import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openAccount } from '@/lib/db/open-account'
import { findLogin } from '@/lib/db/users'
import { env } from '@/lib/env'
import { newSecret } from '@/lib/ids' // feature: mail
import { logIn } from '@/lib/server/account/log-in'
import { requestResetLink } from '@/lib/server/account/recover' // feature: mail
import { signUp } from '@/lib/server/account/sign-up'
import { toRow } from '@/lib/server/mail/letters' // feature: mail
import { nowInSeconds } from '@/lib/time'
import { network, someMail } from '@/tests/integration/support/guesses'
import { newPerson, password } from '@/tests/integration/support/person'
import { type Pair, tells, tellsAlways, timePairs } from '@/tests/integration/support/timing'

/** With the limits on, and a separate network for each attempt, so that no attempt is refused. */
beforeAll(() => void Object.assign(env(), { RATE_LIMIT: 'on' }))
afterAll(() => void Object.assign(env(), { RATE_LIMIT: 'off' }))

const from = (number: number) => ({ ip: network(number), userAgent: 'a test' })

async function guess(email: string, number: number): Promise<void> {
  const browser = { presented: { authorization: null, cookies: {} }, client: from(number), device: null }
  const answer = await logIn({ email, password: 'not the password', model: 'stored', ...browser }, nowInSeconds())
  expect(answer).toEqual({ outcome: 'wrong_credentials' })
}

async function ask(email: string, number: number): Promise<void> {
  const answer = await signUp({ email, name: 'Other User', password }, from(number))
  expect(answer).toEqual({ outcome: 'done' })
}

type Act = (email: string, number: number) => Promise<unknown>

async function tellsWhichIsKnown(act: Act, noise?: number): Promise<boolean> {
  const known: string[] = []
  while (known.length < 10) known.push((await newPerson()).email)
  const addressOf = (isKnown: boolean, number: number) => (isKnown ? known[number % 10] : undefined) ?? someMail()

  return tellsAlways((isKnown, number) => act(addressOf(isKnown, number), number), noise)
}

describe('[ASVS 6.3.8] fifty times each, one after the other, it takes as long with an address that has an account', () => {
  test.each([
    ['to fail to log in', guess],
    ['to sign up', ask],
  ])(
    '%s',
    async (_, act) => {
      expect(await tellsWhichIsKnown(act)).toBe(false)
    },
    240_000,
  )

  // A hash takes longer than the other steps together, and much longer on a busy machine: the steps that it would hide
  // are measured separately.
  test.each<[string, Act]>([
    ['to look up the account of a login', findLogin],
    ['to request a link for a new password', (email, number) => requestResetLink(email, from(number))], // feature: mail
    ['to open an account', (email, number) => openAccount({ email, name: '', passwordHash: '' }, from(number))],
    // feature: mail
    [
      'to open an account, and to queue its mail',
      (email, number) =>
        openAccount({ email, name: '', passwordHash: '', mustVerify: true }, from(number), (userId) =>
          toRow({ kind: 'signup', to: email, userId, code: newSecret(), ...from(number) }),
        ),
    ],
    // end
  ])(
    '%s, without the hash',
    async (_, act) => {
      expect(await tellsWhichIsKnown(act, 1.5)).toBe(false)
    },
    240_000,
  )
})

describe('a timing difference is detected', () => {
  const fifty = (pair: (number: number) => Pair) => Array.from({ length: 50 }, (_, number) => pair(number))

  test('when one of two is slower by a quarter, with any variance', () => {
    expect(tells(fifty((number) => ({ known: 25 + (number % 7), unknown: 20 + (number % 5) })))).toBe(true)
  })

  test('when a query waits for one of them', async () => {
    expect(tells(await timePairs((known) => sleep(known ? 4 : 1)))).toBe(true)
  })

  test('and not when both vary alike, or when the difference is too small to measure', () => {
    expect(tells(fifty((number) => ({ known: 20 + (number % 7), unknown: 20 + ((number + 3) % 7) })))).toBe(false)
    expect(tells(fifty((number) => ({ known: 20.5 + (number % 3), unknown: 20 + (number % 3) })))).toBe(false)
  })
})

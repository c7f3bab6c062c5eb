import { expect, test } from 'vitest'
import { limits } from '@/lib/server/limits/limits'
import { spendCode } from '@/lib/server/second-factor/spend-code'
import { makeRecoveryCodes, turnOff } from '@/lib/server/second-factor/turn-off'
import { nowInSeconds } from '@/lib/time'
import { codeAt, newProtectedPerson, wrongCodeAt } from '@/tests/integration/second-factor/protected'
import { limitGuesses, network, pass } from '@/tests/integration/support/guesses'
import { guesser } from '@/tests/integration/support/password'
import { eventsOf } from '@/tests/integration/support/rows'
import { letIn, look, start } from '@/tests/integration/support/session'

limitGuesses()

type Person = Awaited<ReturnType<typeof newProtectedPerson>>

const enter = ({ userId }: Person, typed: string, ip = '192.0.2.1') =>
  spendCode({ userId, typed, client: { ip, userAgent: null }, answered: null }, nowInSeconds())

const wrongCode = ({ secret }: Person) => wrongCodeAt(secret, nowInSeconds())
const rightCode = ({ secret }: Person) => codeAt(secret, nowInSeconds())

/** From another network each time. @returns the outcomes */
async function guessCodes(person: Person, count: number, typed?: string): Promise<readonly string[]> {
  const outcomes: string[] = []
  for (let number = 0; number < count; number += 1) {
    const given = await enter(person, typed ?? (await wrongCode(person)), network(number))
    outcomes.push(given.outcome)
  }
  return outcomes
}

test('[ASVS 6.3.1] after ten wrong codes of an app, from any networks, the right one is refused for a while', async () => {
  const person = await newProtectedPerson()
  const { tokens, window } = limits.appCode

  expect(await guessCodes(person, tokens)).toEqual(Array.from({ length: tokens }, () => 'wrong_code'))
  const refused = await enter(person, await rightCode(person), network(200))
  expect(refused).toMatchObject({ outcome: 'too_many' })
  expect(refused.outcome === 'too_many' && refused.retryAfter).toBeGreaterThan(0)

  pass(2 * window)
  expect(await enter(person, await rightCode(person))).toEqual({ outcome: 'right', kind: 'app' })
})

test('[ASVS 6.6.3] two hundred parallel guesses compare ten codes', async () => {
  const person = await newProtectedPerson()
  const wrong = await wrongCode(person)

  const answers = await Promise.all(Array.from({ length: 200 }, (_, number) => enter(person, wrong, network(number))))

  expect(answers.filter(({ outcome }) => outcome === 'wrong_code')).toHaveLength(limits.appCode.tokens)
})

test('[ASVS 6.6.3] an attack that goes on for a day gets fifty codes compared', async () => {
  const person = await newProtectedPerson()
  let compared = 0
  // In steps of two windows: each of them alone allows ten more.
  for (let round = 0; round < 12; round += 1) {
    const outcomes = await guessCodes(person, limits.appCode.tokens + 1)
    compared += outcomes.filter((outcome) => outcome === 'wrong_code').length
    pass(2 * limits.appCode.window)
  }
  expect(compared).toBe(limits.appCodeDay.tokens)
})

test('[ASVS 6.1.1] an attacker who has used up the codes of the app leaves the owner the recovery codes', async () => {
  const person = await newProtectedPerson()
  await guessCodes(person, limits.appCode.tokens)

  expect(await enter(person, person.recoveryCodes[0] ?? '')).toEqual({ outcome: 'right', kind: 'recovery' })
})

test('[ASVS 6.1.1] wrong recovery codes of an attacker lock out no owner in another network, and no app', async () => {
  const person = await newProtectedPerson()
  const attack = (count: number) =>
    Promise.all(Array.from({ length: count }, () => enter(person, 'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA', '198.51.100.9')))
  const answers = await attack(limits.recoveryOfFactor.tokens + 5)

  expect(answers.filter(({ outcome }) => outcome === 'wrong_code')).toHaveLength(limits.recoveryOfFactor.tokens)
  expect(await enter(person, person.recoveryCodes[0] ?? '', '198.51.100.9')).toMatchObject({ outcome: 'too_many' })
  expect(await enter(person, person.recoveryCodes[0] ?? '')).toEqual({ outcome: 'right', kind: 'recovery' })
  expect(await enter(person, await rightCode(person), '198.51.100.9')).toEqual({ outcome: 'right', kind: 'app' })
})

test('right codes use up no limit', async () => {
  const person = await newProtectedPerson()
  for (let number = 0; number <= limits.appCode.tokens; number += 1) {
    expect(await enter(person, await rightCode(person))).toEqual({ outcome: 'right', kind: 'app' })
    pass(30)
  }
})

test('wrong codes for one account refuse no code of another', async () => {
  const [attacked, other] = [await newProtectedPerson(), await newProtectedPerson()]
  await guessCodes(attacked, limits.appCode.tokens)
  expect(await enter(other, await rightCode(other))).toEqual({ outcome: 'right', kind: 'app' })
})

test('each compared wrong code is in the audit trail, a refused one is not', async () => {
  const person = await newProtectedPerson()
  await guessCodes(person, limits.appCode.tokens + 3)
  const kinds = await eventsOf(person.userId)
  expect(kinds).toEqual(Array.from({ length: limits.appCode.tokens }, () => 'second_factor_failed'))
})

async function visitorOf({ userId }: Person) {
  const now = nowInSeconds()
  return letIn(look((await start('stored', userId, now)).cookies, now))
}

test('[ASVS 6.3.1] [ASVS 6.3.7] after ten changes of the factors of one account, each with a mail, the next is refused for a while', async () => {
  const [person, other] = [await newProtectedPerson(), await newProtectedPerson()]
  const visitor = await visitorOf(person)
  const makeCodes = () => makeRecoveryCodes(visitor, guesser, nowInSeconds())

  const { tokens, window } = limits.factorChange
  for (let made = 0; made < tokens; made += 1) expect(await makeCodes()).toMatchObject({ outcome: 'made' })
  expect(await makeCodes()).toEqual({ outcome: 'too_many_changes', retryAfter: window })
  expect(await turnOff(visitor, guesser, nowInSeconds())).toEqual({ outcome: 'too_many_changes', retryAfter: window })
  expect(await eventsOf(person.userId)).toHaveLength(tokens)

  expect(await makeRecoveryCodes(await visitorOf(other), guesser, nowInSeconds())).toMatchObject({ outcome: 'made' })
  pass(2 * window)
  expect(await makeRecoveryCodes(await visitorOf(person), guesser, nowInSeconds())).toMatchObject({ outcome: 'made' })
})

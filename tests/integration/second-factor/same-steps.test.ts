import { PrismaPg } from '@prisma/adapter-pg'
import { Pool } from 'undici'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { env } from '@/lib/env'
import { newSecret } from '@/lib/ids'
import { logInWithPasskey } from '@/lib/server/second-factor/passkey-log-in'
import { nowInSeconds } from '@/lib/time'
import { newBrowser, challengeFor as passkeyChallengeFor, passkeyOf } from '@/tests/integration/second-factor/passkey'
import { answer, challengeFor, newProtectedPerson, wrongCodeAt } from '@/tests/integration/second-factor/protected'
import { newPerson } from '@/tests/integration/support/person'
import { client, present } from '@/tests/integration/support/session'
import { Authenticator } from '@/tests/support/authenticator'
import { anyModel } from '@/tests/support/models'

/*
 * What takes time in a refused login: statements, requests to Redis, derived keys and verified signatures. Two refusals
 * that take the same steps, in the same order, show no difference in time. A clock would measure the machine as well.
 */

const now = nowInSeconds()
const steps: string[] = []

/** Its verb and its table: a value that is absent changes the list of columns. */
function nameOf(statement: unknown): string {
  const text = typeof statement === 'string' ? statement : String(Reflect.get(Object(statement), 'text'))
  const [verb = ''] = text.trim().split(/\s/)
  return `${verb.toLowerCase()} ${/"public"\."(\w+)"/.exec(text)?.[1] ?? /FROM "(\w+)"/.exec(text)?.[1] ?? ''}`.trim()
}

const algorithmOf = (first: unknown) => (typeof first === 'string' ? first : String(Reflect.get(Object(first), 'name')))

const undoing: (() => unknown)[] = []

/** From now on a call notes its step, and does the same as before. */
function note(owner: object, method: string, name: (first: unknown) => string): void {
  const [own, original] = [Object.getOwnPropertyDescriptor(owner, method), Reflect.get(owner, method)]
  function noted(this: unknown, ...given: unknown[]): unknown {
    steps.push(name(given[0]))
    return Reflect.apply(original, this, given)
  }
  Object.defineProperty(owner, method, { value: noted, configurable: true, writable: true })
  undoing.push(() => (own ? Object.defineProperty(owner, method, own) : Reflect.deleteProperty(owner, method)))
}

beforeAll(async () => {
  Object.assign(env(), { RATE_LIMIT: 'on' })
  const pool = (await new PrismaPg({ connectionString: env().DATABASE_URL }).connect()).underlyingDriver()
  note(Reflect.get(pool, 'Client').prototype, 'query', nameOf)
  // Node asks Redis through undici, and a program that is not Next through `fetch`.
  note(Pool.prototype, 'request', () => 'redis')
  note(globalThis, 'fetch', () => 'redis')
  for (const method of ['verify', 'deriveKey', 'decrypt'])
    note(crypto.subtle, method, (first) => `${method} ${algorithmOf(first)}`)
})
afterEach(() => void steps.splice(0))
afterAll(() => {
  for (const undo of undoing) undo()
  Object.assign(env(), { RATE_LIMIT: 'off' })
})

/** The second time, so that nothing is loaded, connected or made for the first time. */
async function stepsOf(act: () => Promise<unknown>): Promise<readonly string[]> {
  await act()
  steps.splice(0)
  await act()
  return steps.splice(0)
}

describe('[ASVS 6.3.8] a refused login with a passkey takes the same steps', () => {
  async function refuse(authenticator: Authenticator, handle: string): Promise<void> {
    const ceremony = newBrowser()
    const challenge = await passkeyChallengeFor(ceremony, now)
    const assertion = authenticator.sign({ challenge, origin: ceremony.origin }, handle)
    steps.splice(0)
    const browser = { ceremony, client, device: null, presented: present([]), model: anyModel }
    expect(await logInWithPasskey({ assertion, ...browser }, now)).toEqual({ outcome: 'wrong_passkey' })
  }

  test('for an unknown id as for a known one with a wrong signature', async () => {
    const { authenticator } = await withPasskey()
    const forger = new Authenticator(authenticator.id)
    const known = await stepsOf(() => refuse(forger, authenticator.handle))
    const unknown = await stepsOf(() => refuse(new Authenticator(), newSecret()))

    expect(unknown).toEqual(known)
    expect(known.filter((step) => step === 'verify ECDSA')).toHaveLength(1)
    expect(known.filter((step) => step === 'redis')).toHaveLength(1)
    expect(known).toContain('insert AuditEvent')
  })

  test('for the passkey of a disabled account, and for one that was never registered', async () => {
    const { userId, authenticator } = await withPasskey()
    await askPostgres(({ user }) => user.update({ where: { id: userId }, data: { disabledAt: new Date() } }))
    const known = await stepsOf(() => refuse(authenticator, authenticator.handle))
    const unknown = await stepsOf(() => refuse(new Authenticator(), newSecret()))

    expect(unknown).toEqual(known)
  })
})

describe('[ASVS 6.3.8] a wrong code at the second step of a login takes the same steps', () => {
  async function refuse(email: string, code: string): Promise<void> {
    const challenge = await challengeFor(email, anyModel, now)
    steps.splice(0)
    expect(await answer(challenge, code, now)).toEqual({ outcome: 'wrong_code' })
  }

  test.each([
    ['of an app', (secret: string) => wrongCodeAt(secret, now)],
    ['of the recovery codes', async () => 'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA'],
  ])('for an account with an app and for one with a passkey alone: a code %s', async (_, codeFor) => {
    const [guarded, { email }] = [await newProtectedPerson(), await withPasskey()]
    const code = await codeFor(guarded.secret)
    const withApp = await stepsOf(() => refuse(guarded.email, code))
    const without = await stepsOf(() => refuse(email, code))

    expect(without).toEqual(withApp)
    expect(withApp).toContain('insert AuditEvent')
  })
})

test('the steps are noted: a login with the right password and a factor reads the factor, and seals', async () => {
  const { email } = await newProtectedPerson()
  await challengeFor(email, anyModel, now)
  expect(steps).toContain('select Totp')
  expect(steps).toContain('deriveKey PBKDF2')
})

async function withPasskey() {
  const person = await newPerson()
  return { ...person, authenticator: await passkeyOf(person.userId, now) }
}

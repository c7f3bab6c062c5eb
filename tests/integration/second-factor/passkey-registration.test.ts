// feature: second-factor (this file)
import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { issuer } from '@/lib/addresses'
import { askPostgres } from '@/lib/db/client'
import { newSecret } from '@/lib/ids'
import { challengeLifetime } from '@/lib/server/second-factor/passkey-challenges'
import { listPasskeys, removePasskey, renamePasskey } from '@/lib/server/second-factor/passkeys'
import { addPasskey, beginRegistration, mostPasskeys } from '@/lib/server/second-factor/register-passkey'
import type { IssuedCookie } from '@/lib/session/cookies'
import { nowInSeconds } from '@/lib/time'
import { begin, challengeFor, newBrowser, passkeyOf, register } from '@/tests/integration/second-factor/passkey'
import { guesser } from '@/tests/integration/support/password'
import { newPerson } from '@/tests/integration/support/person'
import { countAlive, eventsOf } from '@/tests/integration/support/rows'
import { end, letIn, look, start, visit } from '@/tests/integration/support/session'
import { Authenticator, type Signing, withCertificate } from '@/tests/support/authenticator'
import { anyModel, models } from '@/tests/support/models'

const now = nowInSeconds()
const later = now + 60

const seen = (cookies: readonly IssuedCookie[]) => letIn(look(cookies, later))

async function visitorOf(userId: string) {
  return seen((await start(anyModel, userId, now)).cookies)
}

function cookiesOf(answer: { outcome: string; cookies?: readonly IssuedCookie[] }) {
  if (answer.outcome !== 'changed' || !answer.cookies) throw new Error(answer.outcome)
  return answer.cookies.filter(({ name }) => name !== '__Host-device')
}

const passkeysOf = (userId: string) => askPostgres(({ passkey }) => passkey.findMany({ where: { userId } }))
const codesOf = (userId: string) => askPostgres(({ recoveryCode }) => recoveryCode.count({ where: { userId } }))

describe.each(models)('in a %s session', (model) => {
  test('[ASVS 7.4.3] a new passkey ends every other session of every model, and a copy of this one', async () => {
    const { userId } = await newPerson()
    const others = await Promise.all([...models, ...models].map((other) => start(other, userId, now)))
    const { session, cookies } = await start(model, userId, now)

    const issued = cookiesOf(await register(await seen(cookies), new Authenticator(), later))

    const { session: anew } = await letIn(visit(issued, later))
    expect(anew).toMatchObject({ model, userId, amr: ['pwd', 'hwk', 'mfa'], startedAt: session.startedAt })
    expect(anew.id).not.toBe(session.id)
    for (const copy of [...others, { cookies }])
      expect(await visit(copy.cookies, later)).toEqual({ verdict: 'revoked' })
    expect(await countAlive(userId)).toBe(model === 'sealed' ? 0 : 1)
    expect(await eventsOf(userId)).toEqual(['passkey_added'])
  })

  test('[ASVS 7.4.3] [ASVS 6.5.6] a removed passkey does the same, and the recovery codes go with the last one', async () => {
    const { userId } = await newPerson()
    await passkeyOf(userId, now)
    const other = await start('stored', userId, later)
    const visitor = await seen((await start(model, userId, later)).cookies)
    const [{ id } = { id: '' }] = await listPasskeys(userId)
    expect(await codesOf(userId)).toBe(10)

    const issued = cookiesOf(await removePasskey(visitor, id, guesser, later))

    expect(await visit(issued, later)).toMatchObject({ verdict: 'allowed' })
    expect(await visit(other.cookies, later)).toEqual({ verdict: 'revoked' })
    expect([await listPasskeys(userId), await codesOf(userId)]).toEqual([[], 0])
    expect(await eventsOf(userId)).toEqual(['passkey_added', 'passkey_removed'])
  })
})

test('the passkey is stored with its public key, and the handle is random, without a name or an address', async () => {
  const { userId, email } = await newPerson()
  const browser = newBrowser()
  const begun = await begin(await visitorOf(userId), browser, later)
  const { user, challenge, authenticatorSelection, attestation, rp } = begun.options

  expect(Buffer.from(user.id, 'base64url')).toHaveLength(64)
  expect(Buffer.from(challenge, 'base64url')).toHaveLength(32)
  expect(user.name).toBe(email)
  expect(rp.id).toBe(new URL(issuer()).hostname)
  expect(authenticatorSelection).toMatchObject({ residentKey: 'required', userVerification: 'required' })
  expect(attestation).toBe('none')
  const authenticator = await passkeyOf(userId, now)
  const [stored] = await passkeysOf(userId)
  expect(stored).toMatchObject({
    credentialId: authenticator.id,
    counter: 0n,
    deviceType: 'singleDevice',
    name: 'A key',
  })
  expect(authenticator.handle).toBe(user.id)
})

describe('[ASVS 6.6.2] a registration is refused, and changes nothing,', () => {
  test.each<[string, Partial<Signing>]>([
    ['for another origin', { origin: 'https://evil.example' }],
    ['for another origin, with our RP id', { origin: 'https://evil.example', rpId: new URL(issuer()).hostname }],
    ['for another RP id', { rpId: 'evil.example' }],
    ['made in a frame of another site', { crossOrigin: true }],
    ['without the verification of its user', { isVerified: false }],
    ['without its user', { isPresent: false }],
    ['that is a signature of a login', { type: 'webauthn.get' }],
    ['for an invented challenge', { challenge: newSecret() }],
  ])('%s', async (_, change) => {
    const { userId } = await newPerson()
    const { session, cookies } = await start(anyModel, userId, now)

    expect(await register(await seen(cookies), new Authenticator(), later, change)).toEqual({ outcome: 'refused' })
    expect(await passkeysOf(userId)).toEqual([])
    expect((await seen(cookies)).session.id).toBe(session.id)
  })

  test('with a certificate, whose addresses we would have to fetch', async () => {
    const { userId } = await newPerson()
    const [visitor, browser] = [await visitorOf(userId), newBrowser()]
    const { options, codes } = await begin(visitor, browser, later)
    const signing = { challenge: options.challenge, origin: browser.origin }
    const registration = new Authenticator().register(options.user.id, signing, withCertificate(randomBytes(300)))
    const addition = { registration, codes: codes?.seal ?? '', name: 'A key', ceremony: browser }

    expect(await addPasskey(visitor, addition, guesser, later)).toEqual({ outcome: 'refused' })
  })

  test('with a challenge of another user, of a login, or older than five minutes', async () => {
    const [{ userId }, other] = [await newPerson(), await newPerson()]
    const [visitor, browser] = [await visitorOf(userId), newBrowser()]
    const { codes } = await begin(visitor, newBrowser(), later)
    const answerTo = (challenge: string, at = later) => {
      const registration = new Authenticator().register(newSecret(), { challenge, origin: browser.origin })
      return addPasskey(visitor, { registration, codes: codes?.seal ?? '', name: 'x', ceremony: browser }, guesser, at)
    }

    const { options: ofOther } = await begin(await visitorOf(other.userId), browser, later)
    expect(await answerTo(ofOther.challenge)).toEqual({ outcome: 'refused' })
    expect(await answerTo(await challengeFor(browser, later))).toEqual({ outcome: 'refused' })
    const { options } = await begin(visitor, browser, later)
    expect(await answerTo(options.challenge, later + challengeLifetime)).toEqual({ outcome: 'refused' })
    expect(await answerTo(options.challenge)).toMatchObject({ outcome: 'changed' })
  })

  test('of an id that another account has, or this one', async () => {
    const [owner, { userId }] = [await newPerson(), await newPerson()]
    const { id } = await passkeyOf(owner.userId, now)
    const visitor = await visitorOf(userId)

    expect(await register(visitor, new Authenticator(id), later)).toEqual({ outcome: 'taken' })
    expect(await passkeysOf(userId)).toEqual([])
    expect(await register(await visitorOf(owner.userId), new Authenticator(id), later)).toEqual({ outcome: 'taken' })
    expect(await passkeysOf(owner.userId)).toHaveLength(1)
  })

  test('that was sent before, also after the passkey was removed', async () => {
    const { userId } = await newPerson()
    const [visitor, browser] = [await visitorOf(userId), newBrowser()]
    const { options, codes } = await begin(visitor, browser, later)
    const signing = { challenge: options.challenge, origin: browser.origin }
    const registration = new Authenticator().register(options.user.id, signing)
    const addition = { registration, codes: codes?.seal ?? '', name: 'A key', ceremony: browser }
    await addPasskey(visitor, addition, guesser, later)
    const [{ id } = { id: '' }] = await listPasskeys(userId)
    await removePasskey(await letIn(look((await start(anyModel, userId, later)).cookies, later)), id, guesser, later)
    const anew = await letIn(look((await start(anyModel, userId, later)).cookies, later))

    expect(await addPasskey(anew, addition, guesser, later)).toEqual({ outcome: 'replayed' })
    expect(await listPasskeys(userId)).toEqual([])
  })

  test('as the first factor, without the recovery codes, or with those of another user', async () => {
    const [{ userId }, other] = [await newPerson(), await newPerson()]
    const [visitor, browser] = [await visitorOf(userId), newBrowser()]
    const { codes: ofOther } = await begin(await visitorOf(other.userId), newBrowser(), later)

    for (const codes of ['', 'forged', ofOther?.seal ?? '']) {
      const { options } = await begin(visitor, browser, later)
      const signing = { challenge: options.challenge, origin: browser.origin }
      const registration = new Authenticator().register(options.user.id, signing)
      const addition = { registration, codes, name: 'A key', ceremony: browser }
      expect(await addPasskey(visitor, addition, guesser, later)).toEqual({ outcome: 'without_codes' })
    }
  })

  test('from a session that was revoked since the check', async () => {
    const { userId } = await newPerson()
    const visitor = await visitorOf(userId)
    await passkeyOf(userId, now)

    expect(await register(visitor, new Authenticator(), later)).toEqual({ outcome: 'ended' })
    expect(await passkeysOf(userId)).toHaveLength(1)
  })

  test('as the twenty-first of an account', async () => {
    const { userId } = await newPerson()
    const authenticator = await passkeyOf(userId, now)
    const [passkey] = await passkeysOf(userId)
    if (!passkey) throw new Error('no passkey')
    const { id: _, ...like } = passkey
    const more = Array.from({ length: mostPasskeys - 1 }, (__, index) => ({
      ...like,
      credentialId: `${authenticator.id}${index}`,
    }))
    await askPostgres(({ passkey: table }) => table.createMany({ data: more }))

    const visitor = await letIn(look((await start(anyModel, userId, later)).cookies, later))
    expect(await register(visitor, new Authenticator(), later)).toEqual({ outcome: 'full' })
  })
})

test('a second passkey needs no recovery codes, keeps the earlier ones, and has the same handle', async () => {
  const { userId } = await newPerson()
  const first = await passkeyOf(userId, now)
  const visitor = await letIn(look((await start(anyModel, userId, later)).cookies, later))
  const browser = newBrowser()

  const { options, codes } = await begin(visitor, browser, later)
  expect(codes).toBeNull()
  expect(options.user.id).toBe(first.handle)
  expect(options.excludeCredentials?.map(({ id }) => id)).toEqual([first.id])
  expect(await register(visitor, new Authenticator(), later)).toMatchObject({ outcome: 'changed' })
  expect([await passkeysOf(userId).then(({ length }) => length), await codesOf(userId)]).toEqual([2, 10])
})

test('a passkey of another user can be neither renamed nor removed', async () => {
  const [owner, other] = [await newPerson(), await newPerson()]
  await passkeyOf(owner.userId, now)
  const [{ id } = { id: '' }] = await listPasskeys(owner.userId)
  const visitor = await visitorOf(other.userId)

  expect(await renamePasskey(visitor, id, 'Mine')).toBe('not_found')
  expect(await removePasskey(visitor, id, guesser, later)).toEqual({ outcome: 'not_found' })
  expect(await listPasskeys(owner.userId)).toMatchObject([{ id, name: 'A key' }])
  expect(await look((await start(anyModel, other.userId, now)).cookies, later)).toMatchObject({ verdict: 'allowed' })
})

test('a passkey that was added from a session that was logged out meanwhile does not revive it', async () => {
  const { userId } = await newPerson()
  const { cookies } = await start('stored', userId, now)
  const visitor = await seen(cookies)
  await end(cookies, later)

  expect(await register(visitor, new Authenticator(), later)).toEqual({ outcome: 'logged_out' })
  expect(await countAlive(userId)).toBe(0)
})

test('an account that was deleted meanwhile registers nothing', async () => {
  const { userId } = await newPerson()
  const visitor = await visitorOf(userId)
  await askPostgres(({ user }) => user.deleteMany({ where: { id: userId } }))

  expect(await beginRegistration(visitor, newBrowser(), later)).toBeNull()
})

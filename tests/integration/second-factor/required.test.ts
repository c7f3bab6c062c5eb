// feature: required-factor (this file)
import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { issuer } from '@/lib/addresses' // feature: tokens
import { askPostgres } from '@/lib/db/client'
import { findFactors } from '@/lib/db/second-factor/factors'
import { env } from '@/lib/env'
import { type LoginAnswer, logIn } from '@/lib/server/account/log-in'
import { changeRole } from '@/lib/server/admin/users'
import type { Actor } from '@/lib/server/audit'
import { listPasskeys, removePasskey } from '@/lib/server/second-factor/passkeys'
import { requireFactor } from '@/lib/server/second-factor/require'
import { resetFactors } from '@/lib/server/second-factor/reset'
import { beginSetUp, turnOn } from '@/lib/server/second-factor/set-up'
import { turnOff } from '@/lib/server/second-factor/turn-off'
import { checkVisitor } from '@/lib/server/sessions/check-visitor' // feature: tokens
import { introspectToken } from '@/lib/server/tokens/answer-introspection' // feature: tokens
import { claimsOf } from '@/lib/server/tokens/answer-token' // feature: tokens
import { signAccess } from '@/lib/session/bearer/access-token' // feature: tokens
import type { IssuedCookie } from '@/lib/session/cookies'
import type { Model } from '@/lib/session/models'
import type { Role } from '@/lib/session/session'
import { Trace } from '@/lib/session/trace' // feature: tokens
import { nowInSeconds } from '@/lib/time'
import { passkeyOf, register } from '@/tests/integration/second-factor/passkey'
import { answer, browser, challengeFor, codeAt, cookiesOf, protect } from '@/tests/integration/second-factor/protected'
import { gateBeforeRedis } from '@/tests/integration/support/gate'
import { guesser, prove, reopened } from '@/tests/integration/support/password'
import { newPerson, password } from '@/tests/integration/support/person'
import { countAlive, eventsOf, trailOf } from '@/tests/integration/support/rows'
import { client, letIn, look, present, start, visit } from '@/tests/integration/support/session'
import { Authenticator } from '@/tests/support/authenticator'
import { anyModel, models } from '@/tests/support/models'

const now = nowInSeconds()
const revoked = { verdict: 'revoked' }
const gate = gateBeforeRedis()

afterEach(() => askPostgres(({ requiredFactor }) => requiredFactor.deleteMany()))

const logInAs = ({ email }: { email: string }, model: Model = anyModel) =>
  logIn({ email, password, model, presented: present([]), ...browser }, now)

/** The cookies of a login by password. */
function sessionOf(given: LoginAnswer): readonly IssuedCookie[] {
  if (given.outcome !== 'logged_in') throw new Error(given.outcome)
  return given.cookies.filter(({ attributes }) => attributes.maxAge !== 0)
}

const sessionIn = async (cookies: readonly IssuedCookie[], at = now) => (await letIn(look(cookies, at))).session

/** An editor without a factor who has logged in since editors need one. */
async function waitingEditor(model: Model) {
  const person = await newPerson('editor')
  await requireFactor('editor', true, now)
  return { ...person, cookies: sessionOf(await logInAs(person, model)) }
}

async function newActor(role: Role = 'admin'): Promise<Actor & { actorId: string }> {
  const { userId: actorId } = await newPerson(role)
  return { actorId, sessionId: randomUUID(), model: 'stored', ...client }
}

const rulesNow = () => askPostgres(({ requiredFactor }) => requiredFactor.findMany({ select: { role: true } }))

describe.each(models)('a second factor is required of editors, %s:', (model) => {
  test('[ASVS 6.3.3] a login of an editor without one starts a session that says so, and no renewal or step-up changes that', async () => {
    const { cookies } = await waitingEditor(model)

    expect((await sessionIn(cookies)).lacksFactor).toBe(true)
    const due = now + env().FRESH_SECONDS
    const renewed = await letIn(visit(cookies, due))
    expect(renewed.cookies).not.toEqual([])
    expect(renewed.session.lacksFactor).toBe(true)
    expect((await sessionIn(renewed.cookies, due)).lacksFactor).toBe(true)
    const proven = reopened(await prove(cookies, password, now))
    expect((await sessionIn(proven.cookies)).lacksFactor).toBe(true)
  })

  test('[ASVS 6.3.3] an app lifts it, in this session and in the next login', async () => {
    const { email, cookies } = await waitingEditor(model)
    const visitor = await letIn(look(cookies, now))
    const setUp = await beginSetUp(visitor, now)
    if (!setUp) throw new Error('no account')

    const code = await codeAt(setUp.secret, now)
    const turned = await turnOn(visitor, { setUp: setUp.seal, code }, guesser, now)

    if (!('cookies' in turned)) throw new Error(turned.outcome)
    expect((await sessionIn(turned.cookies)).lacksFactor).toBeFalsy()
    const challenge = await challengeFor(email, model, now)
    const next = await answer(challenge, setUp.recoveryCodes[0] ?? '', now)
    expect((await sessionIn(cookiesOf(next))).lacksFactor).toBeFalsy()
  })

  test('[ASVS 6.3.3] a passkey lifts it too', async () => {
    const { cookies } = await waitingEditor(model)

    const added = await register(await letIn(look(cookies, now)), new Authenticator(), now)

    if (!('cookies' in added)) throw new Error(added.outcome)
    expect((await sessionIn(added.cookies)).lacksFactor).toBeFalsy()
  })

  test('[ASVS 7.4.3] the rule ends the sessions of editors without one, of every model, and no others', async () => {
    const [bare, guarded, member] = [await newPerson('editor'), await newPerson('editor'), await newPerson()]
    await protect(guarded.userId)
    const ending = await Promise.all([model, ...models].map((each) => start(each, bare.userId, now)))
    const staying = [await start(model, guarded.userId, now), await start(model, member.userId, now)]

    expect(await requireFactor('editor', true, now)).toBe('changed')

    for (const { cookies } of ending) expect(await visit(cookies, now)).toEqual(revoked)
    expect(await countAlive(bare.userId)).toBe(0)
    for (const { cookies } of staying) expect((await sessionIn(cookies)).lacksFactor).toBeFalsy()
  })

  test('without the rule, the waiting sessions end, and the next login waits for nothing', async () => {
    const { email, cookies } = await waitingEditor(model)

    expect(await requireFactor('editor', false, now)).toBe('changed')

    expect(await visit(cookies, now)).toEqual(revoked)
    expect((await sessionIn(sessionOf(await logInAs({ email }, model)))).lacksFactor).toBeFalsy()
  })

  test('a user without one who becomes an editor, or is one no longer, logs in again', async () => {
    await requireFactor('editor', true, now)
    const person = await newPerson()
    const asMember = await start(model, person.userId, now)

    expect(await changeRole(person.userId, 'editor')).toBe('changed')
    expect(await visit(asMember.cookies, now)).toEqual(revoked)
    const asEditor = sessionOf(await logInAs(person, model))
    expect(await sessionIn(asEditor)).toMatchObject({ role: 'editor', lacksFactor: true })

    expect(await changeRole(person.userId, 'member')).toBe('changed')
    expect(await visit(asEditor, now)).toEqual(revoked)
    expect((await sessionIn(sessionOf(await logInAs(person, model)))).lacksFactor).toBeFalsy()
  })

  test('a user with one who becomes an editor stays logged in', async () => {
    await requireFactor('editor', true, now)
    const { userId } = await newPerson()
    await protect(userId)
    const { cookies } = await start(model, userId, now, { amr: ['pwd', 'otp', 'mfa'] })

    await changeRole(userId, 'editor')

    expect((await letIn(visit(cookies, now))).session).toMatchObject({ role: 'editor' })
  })

  // feature: tokens
  test('[ASVS 6.3.3] a token of a waiting session, copied from its cookie, is inactive and has no scope', async () => {
    const { cookies } = await waitingEditor(model)
    const caller = { ...(await letIn(look(cookies, now))), now, body: '' }

    const token = await signAccess(claimsOf(caller), issuer())

    expect(await introspectToken(token, now)).toEqual({ active: false })
    const headers = { authorization: `Bearer ${token}`, cookies: {} }
    const visitor = await letIn(checkVisitor(headers, { now, trace: new Trace(), mode: 'strict', renewFor: null }))
    expect(visitor.session.lacksFactor).toBe(true)
    const [, payload = ''] = token.split('.')
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({ scope: '', lacks_factor: true })
  })
  // end
})

describe('the last required factor', () => {
  const visitorOf = async (userId: string) => letIn(look((await start(anyModel, userId, now)).cookies, now))

  test('stays: neither the app nor the passkey can be removed, and the session goes on', async () => {
    await requireFactor('editor', true, now)
    const [withApp, withPasskey] = [await newPerson('editor'), await newPerson('editor')]
    await protect(withApp.userId)
    await passkeyOf(withPasskey.userId, now)
    const [{ id } = { id: '' }] = await listPasskeys(withPasskey.userId)
    const sessions = [
      await start(anyModel, withApp.userId, now),
      await start(anyModel, withPasskey.userId, now),
    ] as const
    const [one, other] = await Promise.all(sessions.map(({ cookies }) => letIn(look(cookies, now))))
    if (!one || !other) throw new Error('no visitors')

    expect(await turnOff(one, guesser, now)).toEqual({ outcome: 'required' })
    expect(await removePasskey(other, id, guesser, now)).toEqual({ outcome: 'required' })

    expect(await findFactors(withApp.userId)).toEqual({ hasApp: true, hasPasskey: false })
    expect(await findFactors(withPasskey.userId)).toEqual({ hasApp: false, hasPasskey: true })
    for (const { cookies } of sessions) await letIn(visit(cookies, now))
    expect(await eventsOf(withApp.userId)).toEqual([])
    expect(await eventsOf(withPasskey.userId)).toEqual(['passkey_added'])
  })

  test('of two factors one can be removed', async () => {
    await requireFactor('editor', true, now)
    const { userId } = await newPerson('editor')
    await passkeyOf(userId, now)
    await askPostgres(({ recoveryCode }) => recoveryCode.deleteMany({ where: { userId } }))
    await protect(userId)

    expect(await turnOff(await visitorOf(userId), guesser, now)).toMatchObject({ outcome: 'changed' })
    const [{ id } = { id: '' }] = await listPasskeys(userId)
    expect(await removePasskey(await visitorOf(userId), id, guesser, now)).toEqual({ outcome: 'required' })
    expect(await removePasskey(await visitorOf(userId), randomUUID(), guesser, now)).toEqual({ outcome: 'not_found' })
  })

  test('of a role without the rule it can be removed', async () => {
    await requireFactor('editor', true, now)
    const { userId } = await newPerson()
    await protect(userId)
    expect(await turnOff(await visitorOf(userId), guesser, now)).toMatchObject({ outcome: 'changed' })
  })

  test('an admin can reset it, and the next login waits for another one', async () => {
    await requireFactor('editor', true, now)
    const person = await newPerson('editor')
    await protect(person.userId)

    expect(await resetFactors(person.userId, now)).toBe('ended')

    expect((await sessionIn(sessionOf(await logInAs(person)))).lacksFactor).toBe(true)
  })
})

describe('the rule', () => {
  test('is recorded with the admin, once for each change', async () => {
    const by = await newActor()
    for (const isRequired of [true, true, false, false]) await requireFactor('editor', isRequired, now, by)

    const found = await askPostgres(({ auditEvent }) =>
      auditEvent.findMany({ where: { actorId: by.actorId }, orderBy: [{ at: 'asc' }, { id: 'asc' }] }),
    )
    expect(found).toMatchObject([
      { kind: 'factor_required', detail: 'editor', userId: null, ...by },
      { kind: 'factor_not_required', detail: 'editor', userId: null, ...by },
    ])
  })

  test('for the own role of an admin is refused until that admin has a factor: it would lead every admin out', async () => {
    const by = await newActor()
    const other = await start(anyModel, (await newPerson('admin')).userId, now)

    expect(await requireFactor('admin', true, now, by)).toBe('own_factor')
    expect(await rulesNow()).toEqual([])
    await letIn(look(other.cookies, now))
    expect(await trailOf(by.actorId)).toEqual([])

    await protect(by.actorId)
    const own = await start(anyModel, by.actorId, now, { amr: ['pwd', 'otp', 'mfa'] })
    expect(await requireFactor('admin', true, now, by)).toBe('changed')
    expect(await visit(other.cookies, now)).toEqual(revoked)
    await letIn(look(own.cookies, now))
  })

  test('for another role needs no factor of the admin', async () => {
    expect(await requireFactor('member', true, now, await newActor())).toBe('changed')
    expect(await rulesNow()).toEqual([{ role: 'member' }])
  })

  test('a change that could not be published is finished by the same call', async () => {
    const { userId } = await newPerson('editor')
    const { cookies } = await start('sealed', userId, now)
    gate.set('shut')
    expect(await requireFactor('editor', true, now)).toBe('unfinished')
    expect(await requireFactor('editor', true, now)).toBe('unfinished')
    gate.set('open')

    expect(await requireFactor('editor', true, now)).toBe('unchanged')
    expect(await look(cookies, now)).toEqual(revoked)
  })

  test('a role that could not be published is finished by the same call', async () => {
    await requireFactor('editor', true, now)
    const { userId } = await newPerson()
    const { cookies } = await start('sealed', userId, now)
    gate.set('shut')
    expect(await changeRole(userId, 'editor')).toBe('unfinished')
    gate.set('open')

    expect(await changeRole(userId, 'editor')).toBe('unchanged')
    expect(await look(cookies, now)).toEqual(revoked)
  })
})

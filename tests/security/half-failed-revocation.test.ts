import { describe, expect, test } from 'vitest'
import { RedisDoor, retry as retryAt, retrying, mayStay as unfinished } from '@/tests/security/support/redis-door'
import { actionId } from '@/tests/support/client-router'
import { type Form, findForm } from '@/tests/support/forms'
import { openSession } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import type { Answer } from '@/tests/support/request'
import { protect } from '@/tests/support/second-factor' // feature: required-factor
import type { Visitor } from '@/tests/support/visitor'

const door = new RedisDoor().serve()

const formFor = (scope: string, session: string) => (form: Form) =>
  form.fields.get('scope') === scope && form.fields.get('session') === session

const retry = (visitor: Visitor, answer: Answer, path = '/sessions') => retryAt(visitor, answer, path)

describe('a revocation that cannot be published to Redis', () => {
  test('is reported as unfinished, and the form in the answer finishes it', async () => {
    const { here, elsewhere, sessionId } = await door.twoDevices()
    door.isRefusing = true

    const answer = await here.submit('/sessions', formFor('one', sessionId))

    expect(answer.body).toContain(`The session has ended, but that device ${unfinished}`)
    expect(await door.seenElsewhere(elsewhere)).toMatchObject({ status: 200 })
    const again = await retry(here, answer)
    expect(again.body).toContain(unfinished)
    door.isRefusing = false
    expect((await retry(here, again)).body).toContain('The session has ended. That device is logged out')
    await door.untilRevoked(elsewhere)
  })

  test('of all other sessions is finished by the remaining session', async () => {
    const { here, elsewhere } = await door.twoDevices()
    door.isRefusing = true

    const answer = await here.submit('/sessions', formFor('others', ''))

    expect(answer.body).toContain(unfinished)
    expect(await here.me()).toMatchObject({ status: 200 })
    door.isRefusing = false
    expect((await retry(here, answer)).body).toContain('Every other session has ended. You stay logged in here.')
    await door.untilRevoked(elsewhere)
    expect(await here.me()).toMatchObject({ status: 200 })
  })

  test('of all sessions is finished by the login page, without a session', async () => {
    const { here, elsewhere } = await door.twoDevices()
    door.isRefusing = true

    const answer = await here.submit('/sessions', formFor('everywhere', ''))

    const target = answer.location ?? ''
    expect(target).toMatch(/^\/login\?logout=everywhere_unfinished&user=[\w-]+&mark=[\w-]{22}$/)
    expect(here.cookies).toEqual([])
    const { body } = await here.follow(answer)
    expect(body).toContain('You are logged out.')
    expect(body).toContain(`Your other devices ${unfinished}`)
    expect((await here.submit(target, retrying)).location).toBe(target)
    expect(await door.seenElsewhere(elsewhere)).toMatchObject({ status: 200 })
    door.isRefusing = false
    // The mark shows that the form is for this account: without it the retry publishes nothing.
    expect((await here.submit(target, retrying, { mark: 'forged' })).location).toBe('/login?logout=everywhere')
    expect(await door.seenElsewhere(elsewhere)).toMatchObject({ status: 200 })
    expect((await here.submit(target, retrying)).location).toBe('/login?logout=everywhere')
    await door.untilRevoked(elsewhere)
  })

  test('of a changed password is finished without either password', async () => {
    const { email, password, here, elsewhere } = await door.twoDevices()
    door.isRefusing = true

    const answer = await here.submit('/account', 'wanted', { current: password, wanted: 'a new day for letters' })

    const said = 'Your password is changed and every other session has ended, but your other devices'
    expect(answer.body.replaceAll('<!-- -->', '')).toContain(`${said} ${unfinished}`)
    for (const name of ['current', 'wanted']) expect(findForm(answer.body, retrying).names).not.toContain(name)
    const again = await retry(here, answer, '/account')
    expect(again.body).toContain(said)
    expect(await door.seenElsewhere(elsewhere)).toMatchObject({ status: 200 })
    door.isRefusing = false
    expect((await retry(here, again, '/account')).body).toContain(
      'Your password is changed. Every other session has ended.',
    )
    await door.untilRevoked(elsewhere)
    expect(await here.me()).toMatchObject({ status: 200, user: { email } })
  })

  test.each([
    ['a role', 'Change the role', { role: 'editor' }, 'The role is changed.', 'The account has this role already.'],
    [
      'a disabled account',
      'Disable the account',
      {},
      'The account is disabled',
      'Done. The change counts within a second.',
    ],
    ['all sessions of a user', 'End every session', {}, 'Every session of this account', 'of this account has ended.'],
    // feature: required-factor
    [
      'a second factor',
      'Reset the second factor',
      {},
      'The second factor is reset and every session of this account has ended,',
      'Nothing was changed: this account has no second factor.',
    ],
    // end
  ])('by an admin, of %s, is finished by the same action', async (_, button, fields, said, done) => {
    const { email, elsewhere, userId } = await door.twoDevices()
    if (button.includes('factor')) await protect(userId) // feature: required-factor
    const admin = await openSession(door.app, 'stored', people.ada)
    const path = `/admin?q=${email}`
    door.isRefusing = true

    const answer = await admin.submit(path, button, fields)

    expect(answer.body).toContain(said)
    const again = await retry(admin, answer, path)
    expect(again.body).toContain(said)
    expect(await door.seenElsewhere(elsewhere)).toMatchObject({ status: 200, user: { role: 'member' } })
    door.isRefusing = false
    expect((await retry(admin, again, path)).body).toContain(done)
    if (button !== 'Change the role') return door.untilRevoked(elsewhere)
    const seen = () => door.seenElsewhere(elsewhere)
    await expect.poll(seen, { timeout: 10_000 }).toMatchObject({ status: 200, user: { role: 'editor' } })
  })

  test('of all users is finished by the login page', async () => {
    const { elsewhere } = await door.twoDevices()
    const admin = await openSession(door.app, 'sealed', people.ada)
    door.isRefusing = true

    const answer = await admin.submit('/admin', 'words', { words: 'everyone out' })

    const target = '/login?logout=everyone_unfinished&next=%2Fadmin'
    expect(answer.location).toBe(target)
    expect((await admin.follow(answer)).body).toContain(`Some users ${unfinished}`)
    expect((await admin.submit(target, retrying)).location).toBe(target)
    expect(await door.seenElsewhere(elsewhere)).toMatchObject({ status: 200 })
    door.isRefusing = false
    expect((await admin.submit(target, retrying)).location).toBe('/login?logout=everyone&next=%2Fadmin')
    await door.untilRevoked(elsewhere)
  })

  test('of a deletion keeps the account, and leads to the login page, which says so', async () => {
    const { email, elsewhere } = await door.twoDevices()
    door.isRefusing = true

    const answer = await elsewhere.submit('/account', 'Delete the account', { email })

    expect(answer.location).toBe('/login?logout=deletion_unfinished&next=%2Faccount')
    expect(elsewhere.cookies).toEqual([])
    expect((await elsewhere.follow(answer)).body).toContain('Your account is not deleted yet.')
    door.isRefusing = false
    const again = await openSession(door.app, 'signed', { email })
    expect((await again.submit('/account', 'Delete the account', { email })).location).toBe('/?account=deleted')
  })
})

/** Calls the action with JavaScript, as the page does: the answer replaces the form. */
async function revoke(visitor: Visitor, scope: string, session = '') {
  const previous = { outcome: 'idle', scope: 'one', sessionId: '' }
  return visitor.callAction('/sessions', {
    id: await actionId(door.app, 'revokeAction'),
    fields: { scope, session },
    previous,
  })
}

describe('with Redis unavailable altogether', () => {
  test('a user whose session Postgres confirms can end another session, which is refused when Redis is back', async () => {
    const { here, elsewhere, sessionId } = await door.twoDevices()
    door.isShut = true

    expect((await revoke(here, 'one', sessionId)).body).toContain('"outcome":"unfinished"')
    // Ends the session once; the retry finds it ended.
    expect((await revoke(here, 'one', sessionId)).body).toContain('"outcome":"unfinished"')

    door.isShut = false
    expect((await revoke(here, 'one', sessionId)).body).toContain('"outcome":"revoked"')
    expect(await elsewhere.me()).toMatchObject({ status: 401, code: 'revoked' })
    expect(await here.me()).toMatchObject({ status: 200 })
  })

  test('all other sessions end, and this one remains', async () => {
    const { here, elsewhere } = await door.twoDevices()
    door.isShut = true

    expect((await revoke(here, 'others')).body).toContain('"outcome":"unfinished"')

    door.isShut = false
    expect(await here.me()).toMatchObject({ status: 200 })
    await revoke(here, 'others')
    expect(await elsewhere.me()).toMatchObject({ status: 401, code: 'revoked' })
  })

  test('all sessions end', async () => {
    const { here } = await door.twoDevices()
    door.isShut = true

    const answer = await revoke(here, 'everywhere')

    expect(answer.headers.get('x-action-redirect')).toContain('/login?logout=everywhere_unfinished&user=')
  })

  test('a logged-out session ends no other session', async () => {
    const { here, elsewhere, sessionId } = await door.twoDevices()
    const copy = here.clone()
    await here.submit('/dashboard', 'Log out')
    door.isShut = true

    expect((await revoke(copy, 'one', sessionId)).body).toContain('"outcome":"ended"')

    door.isShut = false
    expect(await elsewhere.me()).toMatchObject({ status: 200 })
  })
})

test('an action that ends a session checks Redis once, and the edge in front of it once', async () => {
  const { here } = await door.twoDevices()
  const id = (await here.me()).session?.id ?? ''
  door.questions.length = 0

  const answer = await revoke(here, 'nothing')

  expect(answer.body).toContain('"outcome":"invalid"')
  expect(door.questions.filter((question) => question.includes(`:denied:${id}`))).toHaveLength(2)
})

import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { usersPerPage } from '@/lib/db/list-users'
import { disableUser, enableUser, listUsers } from '@/lib/server/admin/users'
import { cutOffUser } from '@/lib/server/sessions/revoke-all'
import { nowInSeconds } from '@/lib/time'
import { addUser, newPerson } from '@/tests/integration/support/person'
import { start } from '@/tests/integration/support/session'

const now = nowInSeconds()
const find = async (words: string) => (await listUsers({ words }, now)).users
const emailsFor = async (words: string) => (await find(words)).map(({ email }) => email)

async function newUser(name: string, email = `${randomUUID()}@example.com`): Promise<string> {
  await addUser({ email, name, passwordHash: 'a hash' })
  return email
}

describe('the search', () => {
  test('finds a part of a name and of an e-mail address, in any case', async () => {
    const word = randomUUID().slice(0, 13)
    const byName = await newUser(`Élodie ${word.toUpperCase()} Durand`)
    const byEmail = await newUser('Other User', `${word}@example.com`)

    expect((await emailsFor(word)).toSorted()).toEqual([byEmail, byName].toSorted())
    expect(await emailsFor(`ÉLODIE ${word}`)).toEqual([byName])
  })

  test.each(['%', '_', '\\', '%_\\', "'", '"', '*', '?'])('matches %s literally', async (character) => {
    const word = randomUUID()
    const email = await newUser(`${word}${character}${word}`)
    await newUser(`${word}x${word}`)

    expect(await emailsFor(`${word}${character}${word}`)).toEqual([email])
  })

  test('for a word without a match finds no user', async () => {
    expect(await listUsers({ words: randomUUID() }, now)).toEqual({ users: [], before: null, after: null })
  })
})

describe('pages', () => {
  /** Enough users for three pages. */
  async function threePages() {
    const word = randomUUID()
    const emails = Array.from(
      { length: 2 * usersPerPage + 1 },
      (_, n) => `${String(n).padStart(3, '0')}${word}@example.com`,
    )
    await Promise.all(emails.toReversed().map((email) => newUser('Other User', email)))
    return { words: word, emails }
  }

  test('contain every user once, by e-mail, and lead back the same way', async () => {
    const { words, emails } = await threePages()

    const first = await listUsers({ words }, now)
    const second = await listUsers({ words, from: { userId: first.after ?? '', direction: 'after' } }, now)
    const third = await listUsers({ words, from: { userId: second.after ?? '', direction: 'after' } }, now)
    const secondAgain = await listUsers({ words, from: { userId: third.before ?? '', direction: 'before' } }, now)
    const firstAgain = await listUsers({ words, from: { userId: secondAgain.before ?? '', direction: 'before' } }, now)

    expect([first, second, third].flatMap(({ users }) => users.map(({ email }) => email))).toEqual(emails)
    expect([first.before, third.after]).toEqual([null, null])
    expect(secondAgain).toEqual(second)
    expect(firstAgain).toEqual(first)
  })

  test('continue at the place of a deleted or unknown user', async () => {
    const { words } = await threePages()

    const first = await listUsers({ words }, now)

    expect(await listUsers({ words, from: { userId: 'unknown', direction: 'before' } }, now)).toEqual(first)
  })
})

describe('each user comes with', () => {
  test('a role, whether disabled, and the number of live rows', async () => {
    const { userId, email } = await newPerson('editor')
    for (const model of ['stored', 'signed', 'sealed'] as const) await start(model, userId)
    expect(await find(email)).toMatchObject([{ id: userId, role: 'editor', isDisabled: false, sessions: 2 }])

    await cutOffUser(userId, now)
    expect(await find(email)).toMatchObject([{ sessions: 0 }])

    await disableUser(userId, now)
    expect(await find(email)).toMatchObject([{ isDisabled: true }])

    await enableUser(userId, {})
    expect(await find(email)).toMatchObject([{ isDisabled: false }])
  })

  test('no other field: no hash, no counter', async () => {
    const { email } = await newPerson()

    const [user] = await find(email)

    // feature: required-factor
    expect(user).toMatchObject({ hasFactor: false })
    const { hasFactor: _, ...rest } = user ?? {}
    // end, otherwise: const rest = user ?? {}
    expect(Object.keys(rest).toSorted()).toEqual(['email', 'id', 'isDisabled', 'name', 'role', 'sessions'])
  })
})

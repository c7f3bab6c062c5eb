import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPresented } from '@/lib/session/open'
import { checkWith } from '../support/check-with'
import { now } from '../support/claims'
import { mutations } from '../support/mutations'
import { issue, present } from '../support/present'
import { startRedis } from '../support/start-redis'

let store: Awaited<ReturnType<typeof startRedis>>
beforeAll(async () => {
  store = await startRedis()
})
afterAll(() => store.close())

const numRuns = 300

test.each(['sealed', 'stored'] as const)(
  'a mutated %s cookie is anonymous, or the same session in another spelling',
  async (model) => {
    const [cookie] = await issue[model]()
    if (!cookie) throw new Error('a login has a cookie')
    const genuine = await openPresented(present(cookie), now)

    await fc.assert(
      fc.asyncProperty(mutations, async ({ mutate }) => {
        const presented = present({ ...cookie, value: mutate(cookie.value) })
        const { verdict } = await checkWith(presented, now)
        if (verdict === 'anonymous') return
        expect(verdict).toBe('allowed')
        expect(await openPresented(presented, now)).toEqual(genuine)
      }),
      { numRuns },
    )
  },
)

test('a mutated refresh cookie is anonymous, or the same session in another spelling', async () => {
  const [, cookie] = await issue.signed()
  if (!cookie) throw new Error('a signed login has two cookies')
  const genuine = await openPresented(present(cookie), now)

  await fc.assert(
    fc.asyncProperty(mutations, async ({ mutate }) => {
      const opened = await openPresented(present({ ...cookie, value: mutate(cookie.value) }), now)
      if (opened.credential) expect(opened).toEqual(genuine)
    }),
    { numRuns },
  )
})

test('two genuine seals of two users, spliced anywhere, open to one of the two or to no session', async () => {
  const people = await Promise.all(['one', 'two'].map((userId) => issue.sealed({ userId, sessionId: userId })))
  const [one, two] = people.map(([cookie]) => cookie?.value ?? '')

  await fc.assert(
    fc.asyncProperty(fc.double({ min: 0, max: 1, noNaN: true }), async (at) => {
      const cut = Math.floor(at * (one ?? '').length)
      const value = `${one?.slice(0, cut)}${two?.slice(cut)}`
      const opened = await openPresented({ authorization: null, cookies: { '__Host-sealed': value } }, now)
      if (opened.credential === null) return
      expect(['one', 'two']).toContain(opened.credential.userId)
      expect(opened.credential.userId).toBe(opened.credential.sessionId)
    }),
    { numRuns },
  )
})

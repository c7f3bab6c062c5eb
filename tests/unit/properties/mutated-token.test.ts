import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signAccess } from '@/lib/session/bearer/access-token'
import { openPresented } from '@/lib/session/open'
import { checkWith } from '../support/check-with'
import { accessClaims, now } from '../support/claims'
import { mutations } from '../support/mutations'
import { issue, present } from '../support/present'
import { startRedis } from '../support/start-redis'

let store: Awaited<ReturnType<typeof startRedis>>
beforeAll(async () => {
  store = await startRedis()
})
afterAll(() => store.close())

test('a mutated access token in its cookie is anonymous, or the same session in another spelling', async () => {
  const [cookie] = await issue.signed()
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
    { numRuns: 500 },
  )
})

test('a mutated bearer header is anonymous, except the genuine token in an equivalent header', async () => {
  const token = await signAccess(accessClaims)
  const genuine = `Bearer ${token}`

  await fc.assert(
    fc.asyncProperty(mutations, async ({ mutate }) => {
      const authorization = mutate(genuine)
      const { verdict } = await checkWith({ authorization, cookies: {} }, now)
      const means = /^bearer +(.+)$/i.exec(authorization)?.[1]
      expect(verdict).toBe(means === token ? 'allowed' : 'anonymous')
    }),
    { numRuns: 1000 },
  )
})

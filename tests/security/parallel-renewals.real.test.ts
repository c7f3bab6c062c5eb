import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { countAlive } from '@/tests/integration/support/rows'
import { type Application, startApplication } from '@/tests/support/application'
import { openFileStores } from '@/tests/support/file-stores'
import { models } from '@/tests/support/models'
import { needs } from '@/tests/support/needs'
import { due, newAccount, openSession } from '@/tests/support/open-session'
import { realStoresObstacle } from '@/tests/support/real-stores'
import type { Stores } from '@/tests/support/stores'
import type { Visitor } from '@/tests/support/visitor'

/* Twenty times fifty requests with one credential that is due, over HTTP, on a real PostgreSQL: no client retries. */

const rounds = 20
const atOnce = 50

let stores: Stores
let app: Application

beforeEach(needs(realStoresObstacle))
beforeAll(async () => {
  if (realStoresObstacle) return
  stores = await openFileStores()
  app = await startApplication({ env: stores.env })
  for (const model of models) await askAtOnce(await openSession(app, model, due))
})
afterAll(async () => {
  await app?.stop()
  await stores?.close()
})

/** Also runs before the tests: then the connections are open, as in a running server. */
async function askAtOnce(visitor: Visitor) {
  const tabs = Array.from({ length: atOnce }, () => visitor.clone())
  return { tabs, answers: await Promise.all(tabs.map((tab) => tab.me())) }
}

describe.each(models)('%s:', (model) => {
  test('fifty concurrent requests are all answered, twenty times over, and leave one session each time', {
    timeout: 300_000,
  }, async () => {
    const account = await newAccount(app)
    for (let round = 0; round < rounds; round += 1) {
      const visitor = await openSession(app, model, { ...due, email: account.email })
      const { tabs, answers } = await askAtOnce(visitor)

      const [first] = answers
      expect(answers.map(({ status, session }) => [status, session?.id])).toEqual(
        tabs.map(() => [200, first?.session?.id]),
      )
      // The browser keeps the cookies of the last answer, and continues with them.
      expect(await tabs[round]?.me()).toMatchObject({ status: 200, session: { id: first?.session?.id } })
    }
    // A login in another browser ends no session of this one.
    expect(await countAlive(account.userId)).toBe(model === 'sealed' ? 0 : rounds)
  })
})

import { expect, test } from 'vitest'
import { checkVisitor } from '@/lib/server/sessions/check-visitor'
import { type Stores, usualStores } from '@/lib/server/sessions/lifecycle'
import { Trace } from '@/lib/session/trace'
import { nowInSeconds } from '@/lib/time'
import { newPerson } from '@/tests/integration/support/person'
import { present, start } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

/** `requireSession` and `currentCheck`, which Next must have called, are above the check of a page. */
const above = 2
/** Measures only, and decides nothing. */
const measuring = /\/lib\/session\/trace\./

/** Our functions on the way from the check to this call, awaited ones included. */
function ownFrames(): readonly string[] {
  const { stack = '' } = new Error('where')
  return stack.split('\n').filter((line) => /\/lib\/(session|server|db)\//.test(line) && !measuring.test(line))
}

/** Stores that record the depth of each call. */
function notingStores(depths: string[][]): Stores {
  const stores = usualStores()
  const ask: Stores['sources']['ask'] = (question, ...rest) => {
    depths.push([...ownFrames()])
    return stores.sources.ask(question, ...rest)
  }
  return {
    ...stores,
    sources: { ...stores.sources, ask },
    askDatabase: (question) => {
      depths.push([...ownFrames()])
      return stores.askDatabase(question)
    },
  }
}

test.each(models)('the check of a page of a %s session calls the first store within ten functions', async (model) => {
  const { userId } = await newPerson()
  const { cookies } = await start(model, userId)
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 100
  const depths: string[][] = []

  const options = { now: nowInSeconds(), trace: new Trace(), mode: 'strict', renewFor: null } as const
  const visitor = await checkVisitor(present(cookies), { ...options, stores: notingStores(depths) })
  Error.stackTraceLimit = limit

  expect(visitor.verdict).toBe('allowed')
  // V8 follows awaited calls only. It would count a returned promise, as on the way to the row, too short.
  const [first = []] = depths
  expect(first.at(-1)).toContain('checkVisitor')
  expect(first.length + above, first.join('\n')).toBeLessThanOrEqual(10)
})

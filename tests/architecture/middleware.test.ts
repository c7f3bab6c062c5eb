import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseSource } from '@/tests/support/source'

const middleware = readFileSync('middleware.ts', 'utf8')

test('middleware.ts asks and obeys in under forty lines', () => {
  expect(middleware.trimEnd().split('\n').length).toBeLessThan(40)
})

test('middleware.ts loads the judgement from lib/edge and no other part of the project that could judge', () => {
  const targets = parseSource('middleware.ts', middleware).imports.map(({ target }) => target)

  expect(targets.filter((target) => target.startsWith('lib/edge/'))).not.toEqual([])
  expect(targets.filter((target) => /^lib\/(session|db|server)\//.test(target))).toEqual([])
})

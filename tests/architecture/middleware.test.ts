import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseSource } from '@/tests/support/source'

const middleware = readFileSync('middleware.ts', 'utf8')

test('middleware.ts calls the check and applies its decision in under forty lines', () => {
  expect(middleware.trimEnd().split('\n').length).toBeLessThan(40)
})

test('middleware.ts imports the decision from lib/edge and from no other part of the project', () => {
  const targets = parseSource('middleware.ts', middleware).imports.map(({ target }) => target)

  expect(targets.filter((target) => target.startsWith('lib/edge/'))).not.toEqual([])
  expect(targets.filter((target) => /^lib\/(session|db|server)\//.test(target))).toEqual([])
})

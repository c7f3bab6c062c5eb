import { expect, test } from 'vitest'
import { sourcesFor } from '@/lib/lab/shared/faults'
import type { Switches } from '@/lib/lab/shared/words'

const switches = { ways: ['snapshot'], redis: 'failing', postgres: 'none', keys: 'present' } as const
const named = (experiment: string): Switches => ({ ...switches, ways: [...switches.ways], experiment })
const crowd = Array.from({ length: 20 }, (_, index) => named(`other-user-${index}`))

const copyOf = (asked: Switches) => sourcesFor(asked)?.follower

test('an experiment continues with the replica that it started with', () => {
  const begun = copyOf(named('mine-to-go-on-with'))
  expect(begun).toBeDefined()
  expect(copyOf({ ...named('mine-to-go-on-with'), redis: 'none' })).toBe(begun)
})

test('a refused request evicts no replica of another reader', () => {
  const begun = copyOf(named('mine-beside-others'))
  for (const stranger of crowd) sourcesFor(stranger)
  expect(copyOf(named('mine-beside-others'))).toBe(begun)
})

test('the number of replicas is bounded with any number of readers', () => {
  const begun = copyOf(named('mine-in-a-crowd'))
  for (const reader of crowd) copyOf(reader)
  expect(copyOf(named('mine-in-a-crowd'))).not.toBe(begun)
})

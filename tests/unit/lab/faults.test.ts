import { expect, test } from 'vitest'
import { sourcesFor } from '@/lib/lab/shared/faults'
import type { Switches } from '@/lib/lab/shared/words'

const switches = { ways: ['snapshot'], redis: 'failing', postgres: 'none', keys: 'present' } as const
const named = (experiment: string): Switches => ({ ...switches, ways: [...switches.ways], experiment })
const crowd = Array.from({ length: 20 }, (_, index) => named(`somebody-else-${index}`))

const copyOf = (asked: Switches) => sourcesFor(asked)?.follower

test('an experiment goes on with the copy that it has begun', () => {
  const begun = copyOf(named('mine-to-go-on-with'))
  expect(begun).toBeDefined()
  expect(copyOf({ ...named('mine-to-go-on-with'), redis: 'none' })).toBe(begun)
})

test('whoever is refused before a copy is asked for pushes nobody’s out', () => {
  const begun = copyOf(named('mine-beside-strangers'))
  for (const stranger of crowd) sourcesFor(stranger)
  expect(copyOf(named('mine-beside-strangers'))).toBe(begun)
})

test('however many there are, few copies are kept', () => {
  const begun = copyOf(named('mine-in-a-crowd'))
  for (const reader of crowd) copyOf(reader)
  expect(copyOf(named('mine-in-a-crowd'))).not.toBe(begun)
})

import { expect, test } from 'vitest'
import { nestSteps } from '@/lib/nested-steps'

const step = (name: string, at: number, milliseconds: number) => ({ name, at, milliseconds })
const shape = (steps: Parameters<typeof nestSteps>[0]) =>
  nestSteps(steps).map(({ step: { name }, inside }) => [name, inside.map((inner) => inner.name)])

test('a store call belongs to the step that contains it, in any order of recording', () => {
  const steps = [
    step('open', 0, 0.2),
    step('deadlines', 0.2, 0),
    step('redis', 0.21, 1.1),
    step('revocation', 0.2, 1.2),
    step('redis', 1.41, 0.5),
    step('postgres', 1.95, 2),
    step('session', 1.4, 2.6),
  ]
  const nested = [
    ['open', []],
    ['deadlines', []],
    ['revocation', ['redis']],
    ['session', ['redis', 'postgres']],
  ]
  expect(shape(steps)).toEqual(nested)
  expect(shape(steps.toReversed())).toEqual(nested)
})

test('a store call outside of every step stands alone', () => {
  expect(shape([step('revocation', 0, 1), step('postgres', 1.5, 2)])).toEqual([
    ['revocation', []],
    ['postgres', []],
  ])
})

test('times that rounding has moved apart still belong together', () => {
  expect(shape([step('redis', 0.99, 1.02), step('revocation', 1, 1)])).toEqual([['revocation', ['redis']]])
  expect(shape([])).toEqual([])
})

import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Trace, toServerTiming } from '@/lib/session/trace'

const report = {
  verdict: 'allowed' as const,
  steps: [
    { name: 'open' as const, at: 0, milliseconds: 0.25, memory: 'hit' as const },
    { name: 'redis' as const, at: 0.26, milliseconds: 3 },
  ],
}

test('Server-Timing carries one metric per step and the verdict', () => {
  expect(toServerTiming(report)).toBe('open;dur=0.25;desc=hit, redis;dur=3, check;desc="allowed"')
  expect(toServerTiming({ verdict: 'anonymous', steps: [] })).toBe('check;desc="anonymous"')
})

test('a failing step is measured too, and its error is rethrown', async () => {
  const trace = new Trace()
  const failure = new RangeError('away')
  await expect(trace.measure('redis', () => Promise.reject(failure))).rejects.toBe(failure)
  expect(trace.report('unavailable')).toEqual({
    verdict: 'unavailable',
    steps: [{ name: 'redis', at: expect.any(Number), milliseconds: expect.any(Number) }],
  })
})

test('each step has its start, and a nested step lies within its parent', async () => {
  const trace = new Trace()
  await trace.measure('revocation', async () => {
    await sleep(5)
    await trace.measure('redis', () => sleep(5))
    trace.measureAtOnce('deadlines', () => true)
  })

  expect(trace.steps.map(({ name }) => name)).toEqual(['redis', 'deadlines', 'revocation'])
  const [redis, deadlines, revocation] = trace.steps.map(({ at, milliseconds }) => ({ at, end: at + milliseconds }))
  expect(redis?.at).toBeGreaterThan((revocation?.at ?? 0) + 4)
  expect(deadlines?.at).toBeGreaterThanOrEqual((redis?.end ?? 0) - 0.02)
  expect(revocation?.end).toBeGreaterThanOrEqual((redis?.end ?? 0) - 0.02)
})

test('a step says whether the cache answered, where there is one', async () => {
  const trace = new Trace()
  await trace.measure('open', async (step) => {
    step.memory = 'miss'
  })
  expect(trace.steps).toMatchObject([{ name: 'open', memory: 'miss' }])
})

import { expect, test } from 'vitest'
import { Trace, toServerTiming } from '@/lib/session/trace'

const report = {
  verdict: 'allowed' as const,
  steps: [
    { name: 'open' as const, milliseconds: 0.25 },
    { name: 'redis' as const, milliseconds: 3 },
  ],
}

test('Server-Timing carries one metric per step and the verdict', () => {
  expect(toServerTiming(report)).toBe('open;dur=0.25, redis;dur=3, check;desc="allowed"')
  expect(toServerTiming({ verdict: 'anonymous', steps: [] })).toBe('check;desc="anonymous"')
})

test('a step that fails is measured too, and its failure goes on', async () => {
  const trace = new Trace()
  const failure = new RangeError('away')
  await expect(trace.measure('redis', () => Promise.reject(failure))).rejects.toBe(failure)
  expect(trace.report('unavailable')).toEqual({
    verdict: 'unavailable',
    steps: [{ name: 'redis', milliseconds: expect.any(Number) }],
  })
})

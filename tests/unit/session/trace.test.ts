import { expect, test } from 'vitest'
import { parseReport, Trace, toServerTiming } from '@/lib/session/trace'

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

test('a trace survives its way through a header', () => {
  expect(parseReport(JSON.stringify(report))).toEqual(report)
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

const steps = (count: number) => Array.from({ length: count }, () => report.steps[0])

test.each([
  ['nothing', null],
  ['an empty header', ''],
  ['no JSON', 'allowed'],
  ['half a JSON', '{"verdict":"allowed"'],
  ['a list', '[]'],
  ['null', 'null'],
  ['no steps', '{"verdict":"allowed"}'],
  ['an unknown verdict', '{"verdict":"admin","steps":[]}'],
  ['an unknown step', '{"verdict":"allowed","steps":[{"name":"<script>","milliseconds":1}]}'],
  ['a duration that is text', '{"verdict":"allowed","steps":[{"name":"open","milliseconds":"1"}]}'],
  ['an infinite duration', '{"verdict":"allowed","steps":[{"name":"open","milliseconds":1e999}]}'],
  ['more steps than a check has', JSON.stringify({ ...report, steps: steps(21) })],
  ['a megabyte', JSON.stringify(report) + ' '.repeat(1_000_000)],
])('a trace header with %s is no trace', (_, header) => {
  expect(parseReport(header)).toBeNull()
})

test('what a trace header holds besides is dropped', () => {
  const stuffed = JSON.stringify(report).replace('{', '{"role":"admin","__proto__":{"role":"admin"},')
  const parsed = parseReport(stuffed)
  expect(parsed).toStrictEqual(report)
  expect(parsed).not.toHaveProperty('role')
})

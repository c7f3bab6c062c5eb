import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  decadesOf,
  drawBars,
  percentile,
  placeOn,
  sayDuration,
  sayRate,
  scaleFor,
  toBuckets,
} from '@/lib/figures/distribution'

const durations = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 200 })

test('every duration is in one bucket, and none is longer than its bucket says', () => {
  fc.assert(
    fc.property(durations, (values) => {
      const buckets = toBuckets(values)
      expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(values.length)
      expect(buckets.map(({ upTo }) => upTo)).toEqual(buckets.map(({ upTo }) => upTo).toSorted((a, b) => a - b))
      expect(Math.max(...values)).toBeLessThanOrEqual((buckets.at(-1)?.upTo ?? 0) * 1.001)
    }),
  )
})

test('every bar is inside the picture', () => {
  fc.assert(
    fc.property(durations, (values) => {
      const buckets = toBuckets(values)
      const bars = drawBars(buckets, scaleFor([buckets]), { width: 200, height: 26 })
      expect(bars.match(/M/g)).toHaveLength(buckets.length)
      for (const [, left, top, right] of bars.matchAll(/M([\d.]+) 26V([\d.]+)H([\d.]+)V26Z/g)) {
        expect(Number(left)).toBeLessThan(Number(right))
        expect(Number(right)).toBeLessThanOrEqual(200)
        expect(Number(top)).toBeLessThan(26)
      }
    }),
  )
})

test('a scale goes by powers of ten, and a duration stands between them', () => {
  const scale = scaleFor([toBuckets([7, 900])])
  expect(scale).toEqual({ from: 0, to: 3 })
  expect(decadesOf(scale)).toEqual([1, 10, 100, 1000])
  expect([1, 10, 1000, 5000].map((duration) => placeOn(scale, duration))).toEqual([0, 1 / 3, 1, 1])
})

test('percentiles, durations and rates are said as they are', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1)
  expect([0.5, 0.95, 0.99].map((fraction) => percentile(hundred, fraction))).toEqual([51, 96, 100])
  expect([6.94, 757.7, 2641.9, 39_252].map(sayDuration)).toEqual(['6.9 µs', '758 µs', '2.6 ms', '39 ms'])
  expect([0, 0.0004, 0.0191, 1].map(sayRate)).toEqual(['0', '<0.001', '0.019', '1'])
})

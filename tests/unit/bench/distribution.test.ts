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

test('every bar lies inside the picture', () => {
  fc.assert(
    fc.property(durations, (values) => {
      const buckets = toBuckets(values)
      const bars = drawBars(buckets, scaleFor([buckets]), { width: 200, height: 26 })
      const drawn = [...bars.matchAll(/V([\d.]+)H([\d.]+)/g)]
      expect(drawn).toHaveLength(buckets.length)
      let edge = 0
      for (const [, top, right] of drawn) {
        expect(Number(right)).toBeGreaterThan(edge)
        expect(Number(top)).toBeLessThanOrEqual(26)
        edge = Number(right)
      }
      expect(edge).toBeLessThanOrEqual(200)
      // Each outline begins and ends on the base line.
      expect(bars).toMatch(/^(M[\d.]+ 26(V[\d.]+H[\d.]+)+V26)+$/)
    }),
  )
})

test('no measurement draws nothing', () => {
  expect(drawBars([], scaleFor([[]]), { width: 200, height: 26 })).toBe('')
})

test('the scale is logarithmic, and a duration lies between its neighbouring powers of ten', () => {
  const scale = scaleFor([toBuckets([7, 900])])
  expect(scale).toEqual({ from: 0, to: 3 })
  expect(decadesOf(scale)).toEqual([1, 10, 100, 1000])
  expect([1, 10, 1000, 5000].map((duration) => placeOn(scale, duration))).toEqual([0, 1 / 3, 1, 1])
})

test('percentiles, durations and rates are formatted with their units', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1)
  expect([0.5, 0.95, 0.99].map((fraction) => percentile(hundred, fraction))).toEqual([51, 96, 100])
  expect([6.94, 757.7, 2641.9, 39_252].map(sayDuration)).toEqual(['6.9 µs', '758 µs', '2.6 ms', '39 ms'])
  expect([0, 0.0004, 0.0191, 1].map(sayRate)).toEqual(['0', '<0.001', '0.019', '1'])
})

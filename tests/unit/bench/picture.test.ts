import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sayDuration } from '@/lib/figures/distribution'
import { Figures, figures, figuresOf } from '@/lib/figures/measured'
import { modes } from '@/lib/session/revocation/modes'
import { drawDistributions } from '@/tests/bench/all/bars'
import { readPalette } from '@/tests/bench/all/palette'
import { drawFigures } from '@/tests/bench/all/picture'
import { models } from '@/tests/support/models'

test('docs/bench.json has every model in every mode, with one duration per check', () => {
  for (const mode of modes) {
    for (const model of models) {
      const { n, p50, p95, p99, histogram } = figuresOf(model, mode)
      expect(histogram.reduce((sum, { count }) => sum + count, 0)).toBe(n)
      expect([p50, p95, p99]).toEqual([p50, p95, p99].toSorted((a, b) => a - b))
    }
  }
})

test.each([
  ['a mode is missing', { checks: figures.checks.slice(1) }],
  ['an unknown date', { date: 'lately' }],
  ['another unit', { unit: 'milliseconds' }],
])('figures are refused where %s', (_, changed) => {
  expect(Figures.safeParse({ ...figures, ...changed }).success).toBe(false)
})

test.each(['light', 'dark'] as const)(
  'the picture in docs is generated from the figures in docs: %s',
  async (scheme) => {
    const drawn = drawFigures(figures, (await readPalette())[scheme])
    expect(readFileSync(`docs/bench-${scheme}.svg`, 'utf8')).toBe(drawn)
  },
)

test('the distributions of the home page are generated from the figures in docs', () => {
  expect(readFileSync('app/_home/bars.svg', 'utf8')).toBe(drawDistributions(figures))
})

test('the picture shows every median, what was measured where, and how to repeat the measurement', async () => {
  const { light } = await readPalette()
  const drawn = drawFigures(figures, light)

  for (const { p50 } of figures.checks) expect(drawn).toContain(`>${sayDuration(p50)}</text>`)
  for (const word of [figures.machine, figures.versions, figures.command, figures.date.slice(0, 10)])
    expect(drawn).toContain(word)
  expect(drawn).toMatch(/role="img" aria-labelledby="t d"[\s\S]*<title id="t">[\s\S]*<desc id="d">/)
})

test('a name that contains markup is escaped in the picture', async () => {
  const { dark } = await readPalette()
  const drawn = drawFigures({ ...figures, machine: '<script>&' }, dark)
  expect(drawn).toContain('&lt;script&gt;&amp;')
  expect(drawn).not.toContain('<script>')
})

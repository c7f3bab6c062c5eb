import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { models } from '@/tests/support/models'

/** A colour has one meaning: a model, an error, or an action that cannot be undone. */

const css = readFileSync('app/palette.css', 'utf8')
const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)')
const coloursIn = (part: string) =>
  Object.fromEntries([...part.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name = '', hex = '']) => [name, hex]))

describe.each([
  ['light', coloursIn(light)],
  ['dark', coloursIn(dark)],
] as const)('%s', (_, colours) => {
  const colour = (name: string) => colours[name] ?? `no --${name}`

  test.each(models)('%s is readable as text (WCAG 2.2, 1.4.3)', (model) => {
    for (const ground of ['paper', 'sheet', `${model}-wash`]) {
      expect(contrast(colour(model), colour(ground))).toBeGreaterThanOrEqual(4.5)
    }
    expect(contrast(colour('on-model'), colour(model))).toBeGreaterThanOrEqual(4.5)
  })

  test('errors, dangerous actions and muted text are readable, and the border of a field is visible (1.4.11)', () => {
    for (const ground of ['paper', 'sheet']) {
      for (const text of ['ink', 'ink-soft', 'alert']) {
        expect(contrast(colour(text), colour(ground))).toBeGreaterThanOrEqual(4.5)
      }
      expect(contrast(colour('field'), colour(ground))).toBeGreaterThanOrEqual(3)
    }
    expect(contrast(colour('on-model'), colour('alert'))).toBeGreaterThanOrEqual(4.5)
  })

  test('errors and dangerous actions have a hue that no model has, and each model has its own', () => {
    const names = ['alert', ...models]
    for (const [index, name] of names.entries()) {
      for (const other of names.slice(index + 1))
        expect(apart(hue(colour(name)), hue(colour(other)))).toBeGreaterThan(45)
    }
  })
})

const channels = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)

/** Relative luminance, as WCAG defines it. */
function luminance(hex: string): number {
  const [red = Number.NaN, green = Number.NaN, blue = Number.NaN] = channels(hex).map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** In degrees. */
function hue(hex: string): number {
  const [red = Number.NaN, green = Number.NaN, blue = Number.NaN] = channels(hex)
  return (Math.atan2(Math.sqrt(3) * (green - blue), 2 * red - green - blue) * 180) / Math.PI
}

const apart = (one: number, other: number) => {
  const degrees = Math.abs(one - other) % 360
  return Math.min(degrees, 360 - degrees)
}

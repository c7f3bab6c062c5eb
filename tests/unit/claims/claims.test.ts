import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Claim, claims } from '@/app/claims/claims'
import { english } from '@/app/claims/messages'
import { labelOf, sayFigure } from '@/app/claims/say'
import { labPlaces } from '@/app/lab/places' // feature: lab
import { fill } from '@/app/ui/fill'
import { ClaimFigures, groupFigures } from '@/lib/figures/claims'
import { claimFigures } from '@/lib/figures/measured'
import { claimsDocument, documentFor } from '@/tests/bench/claims/document'

const texts = claims.map(({ id }) => ({ id, ...english.claims[id] }))
const wordsIn = (text: string) => text.split(/\s+/).length

describe('the texts of /claims', () => {
  test.each(texts)('$id: at most 60 words say why, at most 3 words are the verdict', ({ why, verdict }) => {
    expect(wordsIn(why)).toBeLessThanOrEqual(60)
    expect(wordsIn(why)).toBeGreaterThan(25)
    expect(wordsIn(verdict)).toBeLessThanOrEqual(3)
  })

  /** Names that have a number in them. Every other number is a figure, and figures come from docs/claims.json. */
  const names = /\b(?:HS256|RS256|ES256|RFC \d{4})\b/g

  test.each(texts)('$id: no figure is typed by hand', ({ sentence, short, why, verdict }) => {
    expect([sentence, short, why, verdict].join(' ').replace(names, '')).not.toMatch(/\d|%/)
  })

  test('each sentence, and each line of the contents, is there once', () => {
    expect(new Set(texts.map(({ sentence }) => sentence)).size).toBe(claims.length)
    expect(new Set(texts.map(({ short }) => short)).size).toBe(claims.length)
  })

  test.each(claims)('$id: the verdict and its mark agree', ({ id, kind }) => {
    const { verdict } = english.claims[id]
    if (verdict.startsWith('holds')) expect(['holds', 'partly']).toContain(kind)
    if (verdict.startsWith('no longer')) expect(kind).toBe('no-longer')
    if (verdict === 'false') expect(kind).toBe('false')
  })
})

/** A test that the page names: its file is one that `npm test -- FILE` runs, and a title in it has these words. */
function problems({ id, tests }: Pick<Claim, 'id' | 'tests'>, read: (file: string) => string | null) {
  if (tests.length === 0) return [`${id}: no test`]
  return tests
    .filter(({ file, name }) => {
      const titles = (read(file) ?? '')
        .split('\n')
        .filter((line) => /['"`]/.test(line) && !/^\s*(\/\/|\*|import )/.test(line))
      return !file.endsWith('.test.ts') || !titles.some((line) => line.includes(name))
    })
    .map(({ file, name }) => `${id}: no test “${name}” in ${file}`)
}

describe('the tests that /claims names', () => {
  test('exist, in the files that it names', () => {
    const read = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : null)
    expect(claims.flatMap((claim) => problems(claim, read))).toEqual([])
  })

  test.each([
    ['a name that no test has', 'tests/a.test.ts', 'another name'],
    ['a file that does not exist', 'tests/b.test.ts', 'a copy is refused'],
    ['a name that stands in a comment only', 'tests/a.test.ts', 'a comment'],
    ['a file that is no suite', 'tests/cases.ts', 'a copy is refused'],
  ])('are missed: %s', (_, file, name) => {
    const source = "// a comment is 'no test'\ntest('a copy is refused', () => {})\n"
    const read = (asked: string) => (asked === 'tests/b.test.ts' ? null : source)
    expect(problems({ id: 'cache', tests: [{ file, name }] }, read)).toHaveLength(1)
    expect(problems({ id: 'cache', tests: [{ file: 'tests/a.test.ts', name: 'a copy is refused' }] }, read)).toEqual([])
  })
})

// feature: lab
test('every link to the lab leads to a page of it', () => {
  const pages = labPlaces.map(({ href }) => href)
  const linked = claims.flatMap(({ lab }) => (lab ? [`/lab/${lab.page}`] : []))
  expect(linked.length).toBeGreaterThan(10)
  expect(linked.filter((page) => !pages.some((known) => known === page))).toEqual([])
})
// end

describe('docs/claims.json', () => {
  test('has labels for all that it compares, in each language, and no label is left over', () => {
    const all = Object.values(claimFigures.claims).flat()
    for (const { figure, of } of all) {
      if (figure !== 'tries') expect(() => labelOf(english.figures, figure)).not.toThrow()
      expect(() => labelOf(english.things, of)).not.toThrow()
    }
    const used = new Set(all.flatMap(({ figure, of }) => [figure, of]))
    const labels = [...Object.keys(english.figures), ...Object.keys(english.things)]
    expect(labels.filter((id) => !used.has(id))).toEqual([])
  })

  test.each([
    ['a claim has no figures', { claims: { ...claimFigures.claims, slower: [] } }],
    ['a claim is missing', { claims: { slower: claimFigures.claims.slower } }],
    ['a figure stands there twice', { claims: { ...claimFigures.claims, slower: twice(claimFigures.claims.slower) } }],
    ['the date is none', { date: 'lately' }],
  ])('is refused where %s', (_, changed) => {
    expect(ClaimFigures.safeParse({ ...claimFigures, ...changed }).success).toBe(false)
  })

  test('is shown completely: each figure stands in one place, and tries beside what is counted of them', () => {
    for (const [id, figures] of Object.entries(claimFigures.claims)) {
      const shown = groupFigures(figures).flatMap(({ rows }) =>
        rows.flatMap(({ plain, byMode }) => [...(plain ? [plain] : []), ...Object.values(byMode)]),
      )
      const names = shown.flatMap(({ figure, of, mode, tries }) => [
        [figure, of, mode],
        ...(tries ? [['tries', of, mode]] : []),
      ])
      const expected = figures.map(({ figure, of, mode }) => [figure, of, mode])
      expect([id, new Set(names.map(String))]).toEqual([id, new Set(expected.map(String))])
      expect(shown).toHaveLength(figures.filter(({ figure }) => figure !== 'tries').length)
    }
  })
})

function twice<T>(list: readonly T[]): readonly T[] {
  return [...list, ...list]
}

test('docs/claims.md is what is generated from the texts and the figures', () => {
  expect(readFileSync(claimsDocument, 'utf8')).toBe(documentFor(claimFigures))
})

test.each([
  ['us', 42.4, '42.4 µs'],
  ['us', 1289.2, '1.3 ms'],
  ['ms', 850, '850 ms'],
  ['ms', -38, '−38 ms'],
  ['ms', 0, '0 ms'],
  ['s', 308, '308 s'],
  ['s', 1_209_600, '14 d'],
  ['bytes', 1329, '1,329 B'],
  ['1/s', 812.4, '812 /s'],
  ['count', 0.00005, '<0.001'],
  ['count', 0, '0'],
  ['percent', 93, '93 %'],
  ['ratio', 0.84, '0.84 ×'],
] as const)('in %s, %d is “%s”', (unit, value, said) => {
  expect(sayFigure({ figure: 'any', of: 'any', unit, value }, english)).toBe(said)
})

test('a count stands with its tries, a ratio with its value', () => {
  const counted = { figure: 'any', of: 'any', unit: 'count', value: 3 } as const
  expect(sayFigure({ ...counted, tries: { ...counted, value: 20 } }, english)).toBe('3 of 20')
  expect(sayFigure({ ...counted, unit: '1/s', value: 800, ratio: 0.93 }, english)).toBe('800 /s (0.93 ×)')
})

test('a text is filled completely or not at all', () => {
  expect(fill('by {who} on {day}', { who: 'a', day: 'b' })).toBe('by a on b')
  expect(() => fill('by {who}', {})).toThrow('no value for {who}')
})

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { features, models } from '@/scripts/keep/plan'
import { markedNames, RegionError, stripRegions } from '@/scripts/keep/regions'
import { isText, listFiles } from '@/scripts/keep/tree'

const gone = new Set(['lab', 'signed'])

describe('a marked region', () => {
  test.each([
    ['TypeScript', 'a\n// feature: lab\nb\n// end\nc\n', 'a\nc\n'],
    ['JSX', '<p>\n  {/* feature: lab */}\n  <Lab />\n  {/* end */}\n</p>\n', '<p>\n</p>\n'],
    ['CSS', 'a\n/* model: signed */\nb\n/* end */\nc\n', 'a\nc\n'],
    ['YAML, shell and .env', 'a: 1\n# feature: lab\nLAB=on\n# end\nb: 2\n', 'a: 1\nb: 2\n'],
    ['Mermaid', 'A->>B: a\n%% feature: lab\nB->>C: b\n%% end\nC-->>A: c\n', 'A->>B: a\nC-->>A: c\n'],
    ['Markdown', 'a\n<!-- feature: lab -->\nb\n<!-- end -->\nc\n', 'a\nc\n'],
  ])('of %s is removed with its feature, and only its marks are removed when the feature stays', (_, text, left) => {
    expect(stripRegions(text, gone)).toBe(left)
    const kept = stripRegions(text, new Set())
    expect(kept).not.toMatch(/feature|model: |end/)
    expect(kept?.split('\n').length).toBe(text.split('\n').length - 2)
  })

  test('behind code is that line', () => {
    const text = "  lab: '/lab', // feature: lab\n  home: '/',\n"
    expect(stripRegions(text, gone)).toBe("  home: '/',\n")
    expect(stripRegions(text, new Set())).toBe("  lab: '/lab',\n  home: '/',\n")
  })

  test('behind a row of a table is that row', () => {
    expect(stripRegions('| a | b | <!-- feature: lab -->\n| c | d |\n', gone)).toBe('| c | d |\n')
  })

  test('that names several features stays while one of them stays', () => {
    expect(stripRegions('a // model: stored, signed\n', gone)).toBe('a\n')
    expect(stripRegions('a // model: stored, signed\nb\n', new Set(['stored', 'signed']))).toBe('b\n')
  })

  test('within another is removed with either', () => {
    const text = '// model: stored\na\n// feature: lab\nb\n// end\nc\n// end\nd\n'
    expect(stripRegions(text, gone)).toBe('a\nc\nd\n')
    expect(stripRegions(text, new Set(['stored']))).toBe('d\n')
  })

  test('can leave another line in its place, indented as its end', () => {
    const text = '  // feature: lab\n  return door()\n  // end, otherwise: return page()\n'
    expect(stripRegions(text, gone)).toBe('  return page()\n')
    expect(stripRegions(text, new Set())).toBe('  return door()\n')
  })

  test.each([
    ['// feature: lab\na\n// end, otherwise: /** B. */\nc\n', '/** B. */\nc\n'],
    ['{/* feature: lab */}\na\n{/* end, otherwise: <p /> */}\n', '<p />\n'],
    ['<!-- feature: lab -->\na\n<!-- end, otherwise: b -->\n', 'b\n'],
    ['# feature: lab\nA=1\n# end, otherwise: A=2\n', 'A=2\n'],
  ])('leaves the whole of that line: %j', (text, left) => {
    expect(stripRegions(text, gone)).toBe(left)
  })

  test('of a whole file removes the file, or only its mark', () => {
    const text = '// feature: lab (this file)\nexport const a = 1\n'
    expect(stripRegions(text, gone)).toBeNull()
    expect(stripRegions(text, new Set())).toBe('export const a = 1\n')
  })

  test('that is the entire content removes the file', () => {
    expect(stripRegions('// feature: lab\na\n// end\n', gone)).toBeNull()
  })

  test.each(['// feature: lab\na\n', 'a\n// end\n'])('without its other end is refused: %j', (text) => {
    expect(() => stripRegions(text, gone)).toThrow(RegionError)
  })

  test.each(['// the end', 'const end = 1 // end of it', "feature: 'lab'", '// a feature: lab, and more words'])(
    'does not match a comment that only looks like a mark: %s',
    (line) => {
      expect(stripRegions(`${line}\n`, gone)).toBe(`${line}\n`)
    },
  )
})

const marked = listFiles()
  .filter((path) => isText(path) && !/^(scripts|tests\/unit)\/keep\//.test(path))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
  .filter(({ text }) => /(feature|model): ?[a-z, -]+( \(this file\))? ?(\*\/\}?|-->)?$/m.test(text))

/** In addition to the names of models and features. */
const conditions = ['several', 'three', 'bearer', 'kinds', 'keep']

describe('the marks of this project', () => {
  test('all have an end, and are removed completely', () => {
    expect(marked.length).toBeGreaterThan(60)
    for (const { path, text } of marked) {
      expect(stripRegions(text, new Set()), path).not.toMatch(
        /(\/\/|#|\/\*|<!--) ?(feature|model): [a-z, -]+ ?(\*\/\}?|-->)?$/m,
      )
    }
  })

  test.each([
    ['app/sessions/page.tsx', /list does not show|sealed/i],
    ['lib/server/sessions/rows.ts', /sealed/i],
    ['lib/db/sessions/insert.ts', /sealed/i],
    ['prisma/schema/account.prisma', /\n\n\}/],
  ])('leave in %s nothing about the model or feature that is gone', (path, stale) => {
    const text = readFileSync(path, 'utf8')
    expect(stripRegions(text, new Set(['sealed', 'several', 'three', 'mail']))).not.toMatch(stale)
  })

  test('name only models, features and conditions that exist', () => {
    const known = [...models, ...Object.keys(features), ...conditions]
    const unknown = marked.flatMap(({ path, text }) =>
      markedNames(text).flatMap((name) => (known.includes(name) ? [] : [`${path}: ${name}`])),
    )
    expect(unknown).toEqual([])
  })
})

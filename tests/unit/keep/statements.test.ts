import { describe, expect, test } from 'vitest'
import { dropEmptyGroups, type Fault, findTexts, hasTests, isAtTop, removeAt } from '@/scripts/keep/statements'

/** The text without the removed part at `«`, which marks the place. */
function without(marked: string, kind: Fault['kind'] = 'broken'): string {
  const at = marked.indexOf('«')
  return removeAt('a.test.ts', marked.replace('«', ''), [{ at, kind }])
}

describe('a removed name removes', () => {
  test.each([
    ['the test that contains it', "test('a', () => {\n  «x()\n})\ntest('b', () => {})\n", "test('b', () => {})\n"],
    [
      'the innermost of several groups',
      "describe('g', () => {\n  test('a', () => «x())\n  test('b', () => 1)\n})\n",
      "describe('g', () => {\n  test('b', () => 1)\n})\n",
    ],
    ['one name of an import', "import { «a, b } from 'x'\n", "import { b } from 'x'\n"],
    ['an import of one name', "import { «a } from 'x'\nb()\n", 'b()\n'],
    ['one row of a table', 'const rows = [\n  [«a],\n  [b],\n]\n', 'const rows = [\n  [b],\n]\n'],
    [
      'one row of the table of a test',
      "test.each([\n  ['a', «x],\n  ['b', y],\n])('%s', () => {})\n",
      "test.each([\n  ['b', y],\n])('%s', () => {})\n",
    ],
    ['a case', 'switch (a) {\n  case «1:\n    b()\n  case 2:\n    c()\n}\n', 'switch (a) {\n  case 2:\n    c()\n}\n'],
    ['a member of a type', 'interface A {\n  a: «X\n  b: 1\n}\n', 'interface A {\n  b: 1\n}\n'],
    ['a declaration with its comment', '/** Says a. */\nexport const a = «x\nconst b = 1\n', 'const b = 1\n'],
  ])('%s', (_, text, left) => {
    const tidy = (code: string) => code.replaceAll(/^\s*\n/gm, '').replaceAll('{  ', '{ ')
    expect(tidy(without(text))).toBe(left)
  })
})

test('a property that its type no longer has is removed alone, or with the test that exists for it', () => {
  expect(without("test('a', () => f({ «a: null, b: 1 }))\n", 'property')).toBe("test('a', () => f({  b: 1 }))\n")
  const made = "test('a', () => {\n  f({ «a: `Bearer $" + '{t}` })\n})\n'
  expect(without(made, 'property').trim()).toBe('')
})

test('an unused name is removed without its surroundings', () => {
  const text = "test('a', () => {\n  const { «a, b } = f()\n  g(b)\n})\n"
  expect(without(text, 'unused')).toBe("test('a', () => {\n  const {  b } = f()\n  g(b)\n})\n")
})

test('a declaration at the top of a file is distinguished from one inside a function', () => {
  const text = 'const a = 1\nfunction f() {\n  const b = 2\n}\n'
  expect(isAtTop('a.ts', text, text.indexOf('a'))).toBe(true)
  expect(isAtTop('a.ts', text, text.indexOf('b'))).toBe(false)
})

test('groups without a test, empty functions and empty patterns are dropped, including nested ones', () => {
  const text =
    "describe('a', () => {\n  describe('b', () => {})\n})\nexport function f(): void {}\nconst {} = g()\ntest('c', () => {})\n"
  expect(dropEmptyGroups('a.test.ts', text).trim()).toBe("test('c', () => {})")
  expect(hasTests('a.test.ts', text)).toBe(true)
  expect(hasTests('a.test.ts', "describe('a', () => {})\n")).toBe(false)
})

test('strings, templates and keys are searched, imports are not', () => {
  const text = "import a from '/lab'\nconst b = ['/lab', `/lab/$" + "{c}`, '/']\nconst d = { LAB: 1, OTHER: 2 }\n"
  const found = findTexts('a.ts', text, {
    isGone: (value) => value.startsWith('/lab'),
    isGoneKey: (key) => key === 'LAB',
  })
  expect(found.map(({ kind }) => kind)).toEqual(['broken', 'broken', 'key'])
})

test('a class is kept when only one of its members is affected', () => {
  const text = 'class A {\n  readonly #b = 1\n}\n'
  expect(isAtTop('a.ts', text, text.indexOf('#b'))).toBe(false)
})

test('one of several re-exported names is removed alone', () => {
  expect(without("export { «a, b } from './x'\n")).toBe("export {  b } from './x'\n")
  expect(without("export { «a } from './x'\nb()\n").trim()).toBe('b()')
})

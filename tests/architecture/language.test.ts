import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { findForbidden, proseOf, readProse } from '@/tests/support/prose'

const code = ['app', 'lib', 'middleware.ts', 'prisma', 'scripts', 'examples'].filter((place) => existsSync(place))
/** They quote what they forbid. */
const own = /^tests\/(architecture\/language\.test|support\/prose)\.ts$/

const documents = ['README.md', 'AGENTS.md', 'docs', '.env.example']

const tests = readProse('tests').filter(({ path }) => !own.test(path))

const foundInTests = findForbidden(tests.filter(({ kind }) => kind === 'string'))

const sayWhere = (found: ReturnType<typeof findForbidden>) =>
  found.map(({ path, line, turn, write }) => `${path}:${line} "${turn}": write ${write}`)

/** Code in the words of a string: excerpts that mutants replace, and the name of a system user. This list only shrinks. */
const excerpts = [
  ['tests/mutants/check.ts', 'stranger'],
  ['tests/mutants/handlers.ts', 'stranger'],
  ['tests/mutants/second-factor.ts', 'nobody'],
  ['tests/support/real-stores.ts', 'nobody'],
].filter(([path = '']) => existsSync(path))

describe('a turn of phrase that has to be decoded', () => {
  test('stands in no document', () => {
    expect(sayWhere(findForbidden(readProse(...documents)))).toEqual([])
  })

  test('stands in no text of the interface, in no error and in no line of the log', () => {
    const strings = readProse(...code).filter(({ kind }) => kind !== 'comment')
    expect(strings.length).toBeGreaterThan(500)
    expect(sayWhere(findForbidden(strings))).toEqual([])
  })

  test('stands in no comment', () => {
    const comments = [...readProse(...code), ...tests].filter(({ kind }) => kind === 'comment')
    expect(comments.length).toBeGreaterThan(500)
    expect(sayWhere(findForbidden(comments))).toEqual([])
  })

  test('stands in no name of a test', () => {
    const unexcepted = foundInTests.filter(
      ({ path, turn }) => !excerpts.some(([file, word]) => file === path && word === turn),
    )
    expect(sayWhere(unexcepted)).toEqual([])
  })

  test('has no exception that is needed no longer, or that stands for two places', () => {
    expect(foundInTests.map(({ path, turn }) => [path, turn])).toEqual(excerpts)
  })
})

/** The verbs with which decisions begin. A new decision may add one. */
const verbs =
  'Accept Audit Back-date Bind Cache Check Compute Derive Do Embed Encrypt End Exclude Issue Keep Let ' +
  'Limit Measure Normalise Notify Pin Poll Refuse Remove Renew Repeat Revoke Run Seal Send Shorten Start Translate Use Write'
const titleOf = (text: string) => /^# \d{3} (.+)$/m.exec(text)?.[1] ?? ''

test('the title of a decision says what was decided', () => {
  const files = readdirSync('docs/decisions').filter((name) => /^\d{3}-/.test(name))
  const titles = files.map((name) => titleOf(readFileSync(`docs/decisions/${name}`, 'utf8')))
  expect(titles.length).toBeGreaterThan(10)
  expect(
    titles.filter((title) => !verbs.split(' ').includes(title.split(' ')[0] ?? '') || title.split(' ').length < 4),
  ).toEqual([])
})

test.each([
  ['a.ts', '/** Of an action. */\nexport const a = 1', ['Of ...']],
  ['a.ts', "// Whoever copies it is let\n// in.\nexport const a = 'nobody'", ['Whoever', 'nobody']],
  ['a.ts', '/** It is let\n * in. */\nexport const a = `the session was cut off`', ['let in', 'cut off']],
  ['a.tsx', 'export const a = <p>Redis could not be told.</p>', ['be told']],
  ['a.ts', "import { a } from './foreign-form'\nexport { b } from 'stranger'", []],
  ['a.md', 'The store is away.', ['is away']],
  ['.env.example', '# Proves the password\nNOBODY=1', ['Proves the password']],
  ['a.css', '.nobody { }\n/* the door, whatever */', ['whatever', 'the door']],
])('%s: %j', (path, text, turns) => {
  expect(findForbidden(proseOf(path, text)).map(({ turn }) => turn)).toEqual(turns)
})

// feature: keep (this file)
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path/posix'
import { describe, expect, test } from 'vitest'
import { parseEnv } from '@/lib/env'
import { readSources } from '@/tests/support/source'

const path = 'docs/security.md'
const text = readFileSync(path, 'utf8')

interface Requirement {
  id: string
  level: string
  shownBy: string
}

/** `| 7.4.1 | 1 | requirement | evidence |`, in any table of the document. */
function requirementsIn(document: string): readonly Requirement[] {
  const rows = document.matchAll(/^\| (\d+\.\d+\.\d+) \| ([123]) \| [^|]+ \| ([^|]+) \|(?: <!--.*-->)?$/gm)
  return [...rows].map(([, id = '', level = '', shownBy = '']) => ({ id, level, shownBy: shownBy.trim() }))
}

/** A reason where there is no test. The link text quotes the name of the test. */
const reason = /^(Does not apply|Not met): .{20,}/
const link = /\[([^\]]+)\]\(([^)#]+)\)/g

const isNamed = (words: string, id: string, source: string) =>
  source.split('\n').some((line) => line.includes(`[ASVS ${id}]`) && line.includes(words))

/** The errors of a row: a broken link, or a link to a test of another requirement. */
function problems({ id, shownBy }: Requirement, read: (file: string) => string | null): readonly string[] {
  if (reason.test(shownBy)) return []
  const links = [...shownBy.matchAll(link)]
  if (links.length === 0) return [`${id}: neither a test nor a reason`]

  return links
    .filter(([, words = '', target = '']) => !isNamed(words, id, read(join(dirname(path), target)) ?? ''))
    .map(([, words, target]) => `${id}: no test [ASVS ${id}] with the words "${words}" in ${target}`)
}

const read = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : null)
const requirements = requirementsIn(text)
const tests = readSources('tests').filter(({ path }) => !path.startsWith('tests/architecture/security-document'))

test('every requirement in the table has a test with its id in its name, or a reason why there is none', () => {
  expect(requirements.length).toBeGreaterThan(60)
  expect(requirements.flatMap((requirement) => problems(requirement, read))).toEqual([])
})

test('every requirement is listed once', () => {
  const ids = requirements.map(({ id }) => id)
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
})

test('every test that names a requirement names a fulfilled one of the table', () => {
  const named = tests.flatMap(({ text }) => [...text.matchAll(/\[ASVS (\d+\.\d+\.\d+)\]/g)].map(([, id]) => id ?? ''))
  const met = new Set(requirements.filter(({ shownBy }) => !reason.test(shownBy)).map(({ id }) => id))
  expect([...new Set(named)].filter((id) => !met.has(id))).toEqual([])
})

test('every file that the document links to exists', () => {
  const targets = [...text.matchAll(link)]
    .map(([, , target = '']) => target)
    .filter((target) => !/^https?:/.test(target))
  expect(targets.filter((target) => !existsSync(join(dirname(path), target)))).toEqual([])
})

test('[ASVS 7.1.1] the lifetimes that are written down are the defaults of the environment', () => {
  const jwk = { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43), d: 'd'.repeat(43), kid: 'k' }
  const defaults = parseEnv({
    DATABASE_URL: 'postgresql://localhost/none',
    UPSTASH_REDIS_REST_URL: 'http://localhost',
    UPSTASH_REDIS_REST_TOKEN: 'none',
    SESSION_PASSWORDS: 'x'.repeat(32),
    JWT_KEYS: JSON.stringify({ keys: [jwk] }),
  })
  const rows = [...text.matchAll(/^\| [^|]+ \| `([A-Z_]+)` \| ([\d,]+) s[^|]*\|/gm)]
  const written = rows.map(([, name = '', seconds = '']) => [name, Number(seconds.replaceAll(',', ''))])

  expect(Object.fromEntries(written)).toEqual({
    FRESH_SECONDS: defaults.FRESH_SECONDS,
    IDLE_SECONDS: defaults.IDLE_SECONDS,
    ABSOLUTE_SECONDS: defaults.ABSOLUTE_SECONDS,
    STEP_UP_SECONDS: defaults.STEP_UP_SECONDS,
    REFRESH_GRACE_SECONDS: defaults.REFRESH_GRACE_SECONDS,
  })
})

describe('an error is found in', () => {
  const row = (shownBy: string) => requirementsIn(`| 7.4.1 | 1 | a logout ends it | ${shownBy} |`)
  const file = () => `test('[ASVS 7.4.1] a logout kills the cookie', () => {})`

  test.each([
    ['a row without a test', 'see the code'],
    ['a reason without an explanation', 'Does not apply: no.'],
    ['words that no test name contains', '[a logout is polite](../tests/a.test.ts)'],
    ['one good link beside a bad one', '[a logout kills](../tests/a.test.ts), [nothing](../tests/a.test.ts)'],
  ])('%s', (_, shownBy) => {
    expect(row(shownBy).flatMap((requirement) => problems(requirement, file))).toHaveLength(1)
  })

  test('a missing file', () => {
    expect(
      row('[a logout](../tests/b.test.ts)').flatMap((requirement) => problems(requirement, () => null)),
    ).toHaveLength(1)
  })

  test('a row whose test names it has no error', () => {
    expect(row('[a logout kills](../tests/a.test.ts)').flatMap((requirement) => problems(requirement, file))).toEqual(
      [],
    )
  })
})

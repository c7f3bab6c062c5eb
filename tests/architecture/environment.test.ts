import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseSource, readSources, type Source } from '@/tests/support/source'

/** Set by the platform, the shell or the runner, never by hand in an `.env`. */
const givenByOthers = /^(NODE_ENV|VERCEL(_.*)?|CI|PATH|HOME|NEXT_.*|PRISMA_.*|npm_.*|TEST_.*|CHROMIUM_PATH)$/

/** The build replaces `NEXT_RUNTIME` by a constant, and leaves out the code of the other runtime. */
const readsEnvironment =
  /\bprocess\s*\.\s*env\b(?!\.NEXT_RUNTIME\b)|\bprocess\s*\[\s*['"]env|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b/

test('only lib/env.ts reads the environment', () => {
  const readers = readSources('app', 'lib', 'middleware.ts').filter(({ text }) => readsEnvironment.test(text))
  expect(readers.map(({ path }) => path)).toEqual(['lib/env.ts'])
})

test.each(['process.env.HOME', "process.env['HOME']", "process['env']", 'const { env } = process'])(
  '%s counts as reading it',
  (line) => {
    expect(readsEnvironment.test(line)).toBe(true)
  },
)

/** The keys of `const Env = z.object({ ... })`. */
function declared(source: Source): readonly string[] {
  const schema = source.text.match(/const Env = z\.object\(\{([\s\S]*?)\n\}\)/)?.[1] ?? ''
  return [...schema.matchAll(/^ {2}([A-Z][A-Z0-9_]*):/gm)].map(([, name = '']) => name)
}

/** `env.NAME`, `process.env.NAME` and `const { NAME } = process.env`. */
function read({ text }: Source): readonly string[] {
  const direct = [...text.matchAll(/\benv\??\.([A-Z][A-Z0-9_]*)/g)].map(([, name = '']) => name)
  const destructured = [...text.matchAll(/\{([^{}]*)\}\s*=\s*(?:process\.)?env\b/g)].flatMap(([, names = '']) =>
    [...names.matchAll(/\b([A-Z][A-Z0-9_]+)\b/g)].map(([, name = '']) => name),
  )
  return [...direct, ...destructured]
}

test('.env.example lists exactly the variables that are read, each with an explanation', () => {
  const known = [...declared(parseSource('lib/env.ts', readFileSync('lib/env.ts', 'utf8')))]
  const names = new Set([...known, ...readSources('scripts').flatMap(read)].filter((name) => !givenByOthers.test(name)))
  const lines = readFileSync('.env.example', 'utf8').split('\n')
  const listed = lines.flatMap((line, index) => {
    const name = line.match(/^(?:# ?)?([A-Z][A-Z0-9_]*)=/)?.[1]
    return name ? [{ name, isExplained: /^# \w.*[a-z]/.test(lines[index - 1] ?? '') }] : []
  })

  expect(known.length).toBeGreaterThan(10)
  expect(listed.map(({ name }) => name).sort()).toEqual([...names].sort())
  expect(listed.filter(({ isExplained }) => !isExplained)).toEqual([])
})

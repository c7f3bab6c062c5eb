import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readSources } from '@/tests/support/source'

interface Story {
  name: string
  /** In the order of the table. */
  files: readonly string[]
}

/** Where something comes in from outside: nothing of ours imports these. */
const entry = /^(middleware\.ts$|app\/.*\/(page\.tsx|actions\.ts|route\.ts)$)/

const readme = readFileSync('README.md', 'utf8')
const [, told = ''] = /\n## Stories\n([\s\S]*?)\n## /.exec(readme) ?? []

const stories: readonly Story[] = told
  .split(/\n(?=\*\*)/)
  .slice(1)
  .map((text) => {
    const rows = text.split('\n').filter((line) => line.startsWith('| '))
    const files = rows.flatMap((line) => [...line.matchAll(/\]\(([^)]+)\)/g)].map(([, path = '']) => path))
    return { name: text.slice(2, text.indexOf('.**')), files }
  })

const importsOf = new Map(
  readSources('app', 'lib', 'middleware.ts').map(({ path, imports }) => [path, imports.map(({ target }) => target)]),
)

/** Files that none above them imports. */
function unreached({ files }: Story): readonly string[] {
  return files.filter((file, index) => {
    const known = file.replace(/\.tsx?$/, '')
    const above = files.slice(0, index).flatMap((path) => importsOf.get(path) ?? [])
    return !entry.test(file) && !above.includes(known)
  })
}

test('the README tells these stories', () => {
  expect(stories.map(({ name }) => name)).toEqual([
    'A request arrives',
    'A login',
    'A revocation',
    'A renewal',
    'A token goes elsewhere', // feature: tokens
  ])
})

describe.each(stories)('$name', (story) => {
  test('names files that exist, each imported by one above it', () => {
    expect(story.files.length).toBeGreaterThan(5)
    expect(story.files.filter((file) => !existsSync(file))).toEqual([])
    expect(unreached(story)).toEqual([])
  })
})

test('the way of a request is 25 files long at most', () => {
  expect(new Set(stories[0]?.files).size).toBeLessThanOrEqual(25)
})

test('a file that is on no way is found out', () => {
  const [request = { name: '', files: [] }] = stories
  expect(unreached({ ...request, files: [...request.files, 'lib/db/notes.ts'] })).toEqual(['lib/db/notes.ts'])
})

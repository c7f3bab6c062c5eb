import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path/posix'
import { describe, expect, test } from 'vitest'
import { readSources } from '@/tests/support/source'

interface Story {
  name: string
  text: string
  /** In the order of the table, relative to the root. */
  files: readonly string[]
}

/** Entry points of the application: Next imports these, and no file of ours does. */
const entry = /^(middleware\.ts$|app\/.*\/(page\.tsx|actions\.ts|route\.ts)$)/

const header = '| step | file |'

const stories: readonly Story[] = readFileSync('docs/how-it-works.md', 'utf8')
  .split(/^## /m)
  .filter((section) => section.includes(`\n${header}\n`))
  .map((text) => ({ name: text.slice(0, text.indexOf('\n')), text, files: filesIn(text) }))

function filesIn(section: string): readonly string[] {
  const rows = section
    .slice(section.indexOf(header))
    .split('\n')
    .filter((line) => line.startsWith('| '))
  return rows.flatMap((line) => [...line.matchAll(/\]\(([^)]+)\)/g)].map(([, path = '']) => join('docs', path)))
}

const importsOf = new Map(
  readSources('app', 'lib', 'middleware.ts').map(({ path, imports }) => [path, imports.map(({ target }) => target)]),
)

/** Files that no file above them imports. */
function unreached({ files }: Pick<Story, 'files'>): readonly string[] {
  return files.filter((file, index) => {
    const known = file.replace(/\.tsx?$/, '')
    const above = files.slice(0, index).flatMap((path) => importsOf.get(path) ?? [])
    return !entry.test(file) && !above.includes(known)
  })
}

test('docs/how-it-works.md contains these stories', () => {
  expect(stories.map(({ name }) => name)).toEqual([
    'A request arrives',
    'A login',
    'A revocation',
    'A renewal',
    'A token goes elsewhere', // feature: tokens
    'A link from a mail', // feature: mail
  ])
})

describe.each(stories)('$name', (story) => {
  test('names existing files, each imported by one above it', () => {
    expect(story.files.length).toBeGreaterThan(5)
    expect(story.files.filter((file) => !existsSync(file))).toEqual([])
    expect(unreached(story)).toEqual([])
  })

  test('has one sequence diagram, whose messages name declared participants only', () => {
    const [diagram = '', ...others] = diagramsIn(story.text)
    expect(others).toEqual([])
    expect(messagesIn(diagram).length).toBeGreaterThan(4)
    expect(undeclaredIn(diagram)).toEqual([])
  })
})

const diagramsIn = (text: string) =>
  [...text.matchAll(/^```mermaid\nsequenceDiagram\n([\s\S]*?)^```$/gm)].map(([, lines = '']) => lines)

const messagesIn = (diagram: string) => [...diagram.matchAll(/^\s*(\w+)-?->>(\w+): \S/gm)]

function undeclaredIn(diagram: string): readonly string[] {
  const declared = [...diagram.matchAll(/^\s*(?:actor|participant) (\w+) as \S/gm)].map(([, name]) => name)
  return messagesIn(diagram).flatMap(([, from = '', to = '']) => [from, to].filter((name) => !declared.includes(name)))
}

test('a message of an undeclared participant is found', () => {
  expect(undeclaredIn('  actor B as Browser\n  B->>X: GET /\n')).toEqual(['X'])
})

test('a request passes 25 files at most', () => {
  expect(new Set(stories[0]?.files).size).toBeLessThanOrEqual(25)
})

test('a file that no file above it imports is found', () => {
  const [request = { files: [] }] = stories
  expect(unreached({ files: [...request.files, 'lib/db/notes.ts'] })).toEqual(['lib/db/notes.ts'])
})

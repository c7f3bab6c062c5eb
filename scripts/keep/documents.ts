import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path/posix'
import * as z from 'zod'
import { askKnip, listFiles, read, write } from './tree'

const link = /\[((?:[^\][]|\[[^\]]*\])*)\]\(([^)\s#]+)(?:#[^)]*)?\)/g

/** Files and folders that have been deleted. */
const gone = new Set<string>()

const isBroken = (from: string, target: string) => gone.has(join(dirname(from), target).replace(/\/$/, ''))

const brokenIn = (path: string, line: string) =>
  [...line.matchAll(link)].filter(([, , target = '']) => isBroken(path, target))

function withFolders(path: string): string[] {
  const folder = dirname(path)
  return folder === '.' ? [path] : [path, ...withFolders(folder)]
}

const isRow = (line: string) => /^\s*(\||[-*] |\d+\. )/.test(line)

/**
 * Removes rows and list items whose links all lead to deleted files; in other lines only the link goes, and its text
 * stays.
 * @param before the files of the project before the change
 */
export function mendDocuments(before: readonly string[]): void {
  for (const path of before.flatMap(withFolders)) if (!existsSync(path)) gone.add(path)
  for (const path of listFiles().filter((file) => file.endsWith('.md'))) {
    const lines = read(path).split('\n')
    const kept = lines.flatMap((line) => {
      const broken = brokenIn(path, line).length
      if (broken === 0) return [line]
      if (!isRow(line)) return [withoutBrokenLinks(path, line)]
      return broken === [...line.matchAll(link)].length ? [] : [withoutBrokenPlaces(path, line)]
    })
    if (kept.join('\n') !== read(path)) write(path, kept.join('\n').replace(/\n{3,}/g, '\n\n'))
  }
}

const gap = '\0'

/** Keeps the places that are left, where one cell names several. */
function withoutBrokenPlaces(path: string, line: string): string {
  return line
    .replace(link, (all, _words: string, target: string) => (isBroken(path, target) ? gap : all))
    .replaceAll(new RegExp(`${gap}(?: · |, |: )`, 'g'), '')
    .replaceAll(new RegExp(`(?: · |, )?${gap}`, 'g'), '')
}

function withoutBrokenLinks(path: string, line: string): string {
  const inBrackets = / ?\(\[[^\]]*\]\(([^)\s#]+)(?:#[^)]*)?\)\)/g
  return line
    .replace(inBrackets, (all, target: string) => (isBroken(path, target) ? '' : all))
    .replace(link, (all, words: string, target: string) => (isBroken(path, target) ? words : all))
}

interface Package {
  description?: string
  workspaces?: string[]
  scripts: Record<string, string>
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
}

/** Removes scripts that name a deleted file or suite, and deleted workspaces. */
export function mendPackage(): void {
  const content: Package = JSON.parse(read('package.json'))
  for (const [name, script] of Object.entries(content.scripts)) if (!isRunnable(script)) delete content.scripts[name]
  content.description = 'Sessions with Next.js that can be revoked.'
  const workspaces = (content.workspaces ?? []).filter((folder) => existsSync(folder))
  if (workspaces.length > 0) content.workspaces = workspaces
  else delete content.workspaces
  write('package.json', `${JSON.stringify(content, null, 2)}\n`)
}

function isRunnable(script: string): boolean {
  const files = script.match(/\b(?:scripts|tests|prisma)\/[\w/.-]+\.ts\b/g) ?? []
  const [, suite] = /--project (\w+)/.exec(script) ?? []
  return files.every((file) => existsSync(file)) && (!suite || suite === 'real' || existsSync(`tests/${suite}`))
}

const Named = z.array(z.object({ name: z.string() })).default([])
const Issue = z.object({ dependencies: Named, devDependencies: Named })

/** Packages that are no longer imported. */
export function findUnusedPackages(): string[] {
  const issues = z.array(Issue).parse(askKnip('dependencies'))
  return issues.flatMap(({ dependencies, devDependencies }) =>
    [...dependencies, ...devDependencies].map(({ name }) => name),
  )
}

export function dropPackages(names: readonly string[]): void {
  const content: Package = JSON.parse(read('package.json'))
  for (const name of names) {
    delete content.dependencies[name]
    delete content.devDependencies[name]
  }
  write('package.json', `${JSON.stringify(content, null, 2)}\n`)
}

/** Removes deleted files from the list of quick files in vitest.config.ts. */
export function mendTestList(): void {
  const path = 'vitest.config.ts'
  const list = / {2}integration: \[[\s\S]*?\]\.map\(/
  const mended = read(path).replace(list, (block) =>
    block
      .replace(/'([\w/-]+)'(, )?/g, (all, name: string) => (existsSync(`tests/integration/${name}.test.ts`) ? all : ''))
      .replace(/^\s*\.\.\.\[\],\n/gm, ''),
  )
  write(path, mended)
}

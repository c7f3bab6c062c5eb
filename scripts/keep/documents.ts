import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path/posix'
import { listFiles, read, run, write } from './tree'

const link = /\[((?:[^\][]|\[[^\]]*\])*)\]\(([^)\s#]+)(?:#[^)]*)?\)/g

/** Of the project, and not there any more. */
function isBroken(from: string, target: string): boolean {
  if (/^[a-z]+:|^\/\//.test(target)) return false
  return !existsSync(join(dirname(from), target))
}

const brokenIn = (path: string, line: string) =>
  [...line.matchAll(link)].filter(([, , target = '']) => isBroken(path, target))

const isRow = (line: string) => /^\s*(\||[-*] |\d+\. )/.test(line)

/** Rows and items that lead only to what is gone go; others lose the link, and a sentence keeps its words. */
export function mendDocuments(): void {
  for (const path of listFiles().filter((file) => file.endsWith('.md'))) {
    const lines = read(path).split('\n')
    const kept = lines.flatMap((line) => {
      const broken = brokenIn(path, line).length
      if (broken === 0) return [line]
      if (!isRow(line)) return [withoutBrokenLinks(path, line)]
      return broken === [...line.matchAll(link)].length ? [] : [withoutBrokenPlaces(path, line)]
    })
    write(path, kept.join('\n').replace(/\n{3,}/g, '\n\n'))
  }
}

const gap = '\0'

/** Of several places in one cell, those that are left. */
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
  workspaces?: string[]
  scripts: Record<string, string>
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
}

/** Scripts that name a file or a suite that is gone, workspaces, and what knip finds to be used by nothing. */
export function mendPackage(): void {
  const content: Package = JSON.parse(read('package.json'))
  for (const [name, script] of Object.entries(content.scripts)) if (!isRunnable(script)) delete content.scripts[name]
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

interface Issue {
  dependencies?: readonly { name: string }[]
  devDependencies?: readonly { name: string }[]
}

/** Packages that nothing imports any more. @returns their names */
export function dropPackages(): string[] {
  const { output } = run('knip', ['--reporter', 'json', '--include', 'dependencies'])
  const { issues }: { issues: readonly Issue[] } = JSON.parse(
    output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1),
  )
  const names = issues.flatMap(({ dependencies = [], devDependencies = [] }) => [...dependencies, ...devDependencies])
  const content: Package = JSON.parse(read('package.json'))
  for (const { name } of names) {
    delete content.dependencies[name]
    delete content.devDependencies[name]
  }
  write('package.json', `${JSON.stringify(content, null, 2)}\n`)
  return names.map(({ name }) => name)
}

/** The list of quick files in vitest.config.ts, without those that are gone. */
export function mendTestList(): void {
  const path = 'vitest.config.ts'
  const suites = ['integration', 'behaviour', 'e2e'] as const
  let text = read(path)
  for (const suite of suites) {
    text = text.replace(new RegExp(`  ${suite}: \\[([\\s\\S]*?)\\](?=(?:\\.map|,\\n))`, 'g'), (block) =>
      block.replace(/'([\w/-]+)'(, )?/g, (all, name: string) =>
        name.startsWith('tests/') || existsSync(`tests/${suite}/${name}.test.ts`) ? all : '',
      ),
    )
  }
  write(path, text)
}

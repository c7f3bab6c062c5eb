/**
 * Makes this clone an application with one or two models and only some features: deletes what goes, takes out the marked regions, follows
 * the compiler, writes one initial migration, and runs check, build and tests. Needs no network. Commits nothing.
 */

import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { stdin, stdout } from 'node:process'
import { createInterface } from 'node:readline/promises'
import { dropPackages, findUnusedPackages, mendDocuments, mendPackage, mendTestList } from './keep/documents'
import { followCompiler } from './keep/follow'
import { type Plan, planFrom, usage } from './keep/plan'
import { isMarked, markedNames, stripRegions } from './keep/regions'
import { rewriteForModels } from './keep/rewrite'
import { askKnip, isBelow, isText, listFiles, read, remove, run, runLoudly, write } from './keep/tree'

const back = 'git reset --hard && git clean -fd && npm install'

function refuseWhenDirty(): void {
  const { status, output } = run('git', ['status', '--porcelain'])
  if (status !== 0) {
    throw new Error(
      'This is no git repository: there would be no way back. Run "git init", add and commit everything first.',
    )
  }
  if (output.trim() !== '') {
    throw new Error(`There are changes that are not committed. Commit or stash them first:\n${output.trimEnd()}`)
  }
}

/** What nothing uses goes in the end. Code that nothing uses yet would go with it. */
function refuseWhenUnused(): void {
  const unused = askKnip('files,exports,types,dependencies').map(({ file }) => String(file))
  if (unused.length > 0)
    throw new Error(`Nothing uses these, or a part of them, and they would go: ${unused.join(', ')}`)
}

async function isConfirmed(): Promise<boolean> {
  if (!stdin.isTTY) throw new Error('There is no terminal to ask on. To go on without a question: add --yes')
  console.log(`All migrations become one: a database that is in use keeps its tables, and needs a migration of its own.
"${back}" takes everything back.`)
  const terminal = createInterface({ input: stdin, output: stdout })
  const answer = await terminal.question('Go on? (y/N) ')
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}

interface Changes {
  /** Files that go as a whole. */
  files: string[]
  /** Files of which a part goes, or only the marks, with what is left. */
  parts: ReadonlyMap<string, string>
}

/** @throws {Error} before anything has changed, when a mark has no end */
function findChanges({ folders, gone }: Plan): Changes {
  const files: string[] = []
  const parts = new Map<string, string>()
  for (const path of listFiles()) {
    const text = isBelow(path, folders) || !isText(path) ? '' : read(path)
    const left = isMarked(text) ? strip(path, text, gone) : text
    if (isBelow(path, folders) || left === null) files.push(path)
    else if (left !== text) parts.set(path, left)
  }
  return { files, parts }
}

function strip(path: string, text: string, gone: ReadonlySet<string>): string | null {
  try {
    return stripRegions(text, gone)
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : error}`)
  }
}

function writeMigration(): void {
  for (const path of listFiles().filter((file) => /^prisma\/migrations\/\d/.test(file))) remove(path)
  runLoudly('npx', ['tsx', 'scripts/generate.ts'])
  runLoudly('npx', ['tsx', 'scripts/migration.ts', 'initial'])
}

const variablesIn = (text: string) => [...text.matchAll(/^([A-Z][A-Z_]+)=/gm)].map(([, name = '']) => name)

function apply(plan: Plan, { files, parts }: Changes): void {
  const before = listFiles()
  const variables = variablesIn(read('.env.example'))
  for (const path of files) remove(path)
  for (const [path, left] of parts) write(path, left)
  const kept = variablesIn(read('.env.example'))

  rewriteForModels(plan)
  writeMigration()
  mendPackage()
  runLoudly('npx', ['next', 'typegen'])
  followCompiler({ ...plan, variables: variables.filter((name) => !kept.includes(name)) })
  mendTestList()
  const packages = findUnusedPackages()
  dropPackages(packages)
  console.log(`Packages that nothing uses any more: ${packages.join(', ') || 'none'}`)
  runLoudly('npm', ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund'])
  mendDocuments(before)
  run('biome', ['check', '--write', '--unsafe', '--only=correctness/noUnusedFunctionParameters', '.'])
  run('biome', ['check', '--write', '.'])
}

const isTest = (path: string) => /^tests\/.*\.test\.tsx?$/.test(path)

function report({ models, features }: Plan, tests: number): void {
  const all = listFiles()
  const files = all.filter((path) => /^(app|lib)\//.test(path) || path === 'middleware.ts')
  const lines = files.filter(isText).reduce((sum, path) => sum + read(path).split('\n').length - 1, 0)
  console.log(`
Left: ${models.join(', ')}${features.length > 0 ? ` with ${features.join(', ')}` : ''}.
${files.length} files and ${lines} lines in app and lib, ${all.filter(isTest).length} of ${tests} files of tests.
Nothing is committed: look at it with "git status", then "git add -A && git commit". "${back}" takes it back.
Names to change: siteName and source in lib/routes.ts, app/icon.svg, package.json, the first lines of README.md.`)
  if (existsSync('.data')) console.log('The database in .data has the tables of before: "npm run reset" deletes it.')
}

/** @returns null where the arguments are wrong, and then has said how they go */
function readPlan(): Plan | null {
  try {
    return planFrom(process.argv.slice(2))
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`)
    process.exitCode = 1
    return null
  }
}

async function main(): Promise<void> {
  process.chdir(resolve(import.meta.dirname, '..'))
  const plan = readPlan()
  if (!plan) return

  const changes = findChanges(plan)
  const parts = [...changes.parts].filter(([path]) => markedNames(read(path)).some((name) => plan.gone.has(name)))
  console.log(`Stays: ${[...plan.models, ...plan.features].join(', ')}`)
  console.log(`Goes: ${changes.files.length} files, parts of ${parts.length} others, and what only they used.`)
  if (plan.isDryRun) {
    return console.log(['', 'Files:', ...changes.files, '', 'Parts of:', ...parts.map(([path]) => path)].join('\n  '))
  }

  refuseWhenDirty()
  refuseWhenUnused()
  if (!plan.isConfirmed && !(await isConfirmed())) return console.log('Nothing was changed.')

  const tests = listFiles().filter(isTest).length
  try {
    apply(plan, changes)
  } catch (error) {
    console.error(`\nThe tree is changed in part. "${back}" takes it back.`)
    throw error
  }
  report(plan, tests)
  if (plan.isVerified) for (const script of ['check', 'build', 'test']) runLoudly('npm', ['run', script])
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})

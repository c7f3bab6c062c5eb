/**
 * Makes this clone an application with one or two models and selected features: deletes folders and files, removes
 * marked regions, follows the errors of the compiler, writes one initial migration, and runs check, build and tests.
 * Needs no network. Commits nothing.
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
      'This is not a git repository, so the changes could not be undone. Run "git init", add and commit everything first.',
    )
  }
  if (output.trim() !== '') {
    throw new Error(`There are uncommitted changes. Commit or stash them first:\n${output.trimEnd()}`)
  }
}

/** Unused code is removed at the end. Code that is unused before would be removed with it. */
function refuseWhenUnused(): void {
  const unused = askKnip('files,exports,types,dependencies').map(({ file }) => String(file))
  if (unused.length > 0)
    throw new Error(
      `These files are unused, or have unused exports, and would be removed. Use or delete them first: ${unused.join(', ')}`,
    )
}

async function isConfirmed(): Promise<boolean> {
  if (!stdin.isTTY) throw new Error('There is no terminal to ask for confirmation. Add --yes to continue without it')
  console.log(`All migrations become one: a database that is in use keeps its tables, and needs its own migration.
"${back}" undoes everything.`)
  const terminal = createInterface({ input: stdin, output: stdout })
  const answer = await terminal.question('Continue? (y/N) ')
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}

interface Changes {
  /** Files that are deleted. */
  files: string[]
  /** Files from which a region or a mark is removed, with the text that is left. */
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
  runLoudly('tsx', ['scripts/generate.ts'])
  runLoudly('tsx', ['scripts/migration.ts', 'initial'])
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
  runLoudly('next', ['typegen'])
  followCompiler({ ...plan, variables: variables.filter((name) => !kept.includes(name)) })
  mendTestList()
  const packages = findUnusedPackages()
  dropPackages(packages)
  console.log(`Removed packages, which are now unused: ${packages.join(', ') || 'none'}`)
  runLoudly('npm', ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund'])
  mendDocuments(before)
  // feature: events
  if (existsSync('docs/events.md')) runLoudly('vitest', ['run', '--project', 'architecture', 'events', '-u'])
  // end
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
Nothing is committed: inspect it with "git status", then "git add -A && git commit". "${back}" undoes it.
Names to change to your own: siteName and source in lib/routes.ts, app/icon.svg, package.json, the first lines of README.md.`)
  if (existsSync('.data')) console.log('The database in .data has the old tables: "npm run reset" deletes it.')
}

/** @returns null where the arguments are wrong; the usage has been printed then */
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
  if (process.argv.some((argument) => ['--help', '-h'].includes(argument))) return console.log(usage)

  process.chdir(resolve(import.meta.dirname, '..'))
  const plan = readPlan()
  if (!plan) return

  const changes = findChanges(plan)
  const parts = [...changes.parts].filter(([path]) => markedNames(read(path)).some((name) => plan.gone.has(name)))
  console.log(`Keeps: ${[...plan.models, ...plan.features].join(', ')}`)
  console.log(
    `Removes: ${changes.files.length} files, parts of ${parts.length} others, and the code and packages that only these used.`,
  )
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
    console.error(`\nThe files are partly changed. "${back}" undoes it.`)
    throw error
  }
  report(plan, tests)
  if (plan.isVerified) for (const script of ['check', 'build', 'test']) runLoudly('npm', ['run', script])
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})

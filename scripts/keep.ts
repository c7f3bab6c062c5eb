/**
 * Makes this clone an application with one or two models and only some features: deletes what goes, takes out the marked regions, follows
 * the compiler, writes one initial migration, and runs check, build and tests. Needs no network. Commits nothing.
 */

import { existsSync } from 'node:fs'
import { stdin, stdout } from 'node:process'
import { createInterface } from 'node:readline/promises'
import { dropPackages, mendDocuments, mendPackage, mendTestList } from './keep/documents'
import { followCompiler } from './keep/follow'
import { type Plan, planFrom, usage } from './keep/plan'
import { markedNames, RegionError, stripRegions } from './keep/regions'
import { rewriteForModels } from './keep/rewrite'
import { isBelow, isText, listFiles, read, remove, run, runLoudly, write } from './keep/tree'

function refuseWhenDirty(): void {
  const { status, output } = run('git', ['status', '--porcelain'])
  if (status !== 0)
    throw new Error(
      'This is not a git repository: there would be no way back. Run "git init", add and commit everything first.',
    )
  if (output.trim() !== '')
    throw new Error(`There are changes that are not committed. Commit or stash them first:\n${output.trimEnd()}`)
}

async function isConfirmed(): Promise<boolean> {
  if (!stdin.isTTY) return true
  const terminal = createInterface({ input: stdin, output: stdout })
  const answer = await terminal.question('Go on? "git reset --hard && git clean -fd" takes it back. (y/N) ')
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}

/** Files that go as a whole, and files of which a part goes. */
function findWhatGoes({ folders, gone }: Plan): { files: string[]; parts: string[] } {
  const all = listFiles()
  const own = all.filter((path) => isBelow(path, folders))
  const marked = all.filter(
    (path) => !own.includes(path) && isText(path) && markedNames(read(path)).some((name) => gone.has(name)),
  )
  const whole = marked.filter((path) => strip(path, gone) === null)
  return { files: [...own, ...whole].sort(), parts: marked.filter((path) => !whole.includes(path)) }
}

function strip(path: string, gone: ReadonlySet<string>): string | null {
  try {
    return stripRegions(read(path), gone)
  } catch (error) {
    throw error instanceof RegionError ? new Error(`${path}: ${error.message}`) : error
  }
}

function deleteWhatGoes({ folders, gone }: Plan): void {
  for (const path of listFiles().filter((file) => isBelow(file, folders))) remove(path)
  for (const path of listFiles().filter(isText)) {
    const left = strip(path, gone)
    if (left === null) remove(path)
    else write(path, left)
  }
}

function writeMigration(): void {
  for (const path of listFiles().filter((file) => /^prisma\/migrations\/\d/.test(file))) remove(path)
  runLoudly('npx', ['tsx', 'scripts/generate.ts'])
  runLoudly('npx', ['tsx', 'scripts/migration.ts', 'initial'])
}

const variablesIn = (text: string) => [...text.matchAll(/^([A-Z][A-Z_]+)=/gm)].map(([, name = '']) => name)

function apply(plan: Plan): void {
  const before = variablesIn(read('.env.example'))
  deleteWhatGoes(plan)
  const after = variablesIn(read('.env.example'))
  rewriteForModels(plan)
  writeMigration()
  mendPackage()
  run('next', ['typegen'])
  followCompiler({ ...plan, variables: before.filter((name) => !after.includes(name)) })
  mendTestList()
  const packages = dropPackages()
  if (packages.length > 0) console.log(`Packages that go: ${packages.join(', ')}`)
  runLoudly('npm', ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund'])
  mendDocuments()
  run('biome', ['check', '--write', '--unsafe', '--only=correctness/noUnusedFunctionParameters', '.'])
  run('biome', ['check', '--write', '.'])
}

function report({ models, features }: Plan): void {
  const files = listFiles().filter((path) => /^(app|lib)\//.test(path) || path === 'middleware.ts')
  const lines = files.filter(isText).reduce((sum, path) => sum + read(path).split('\n').length - 1, 0)
  console.log(`
Left: ${models.join(', ')}${features.length > 0 ? ` with ${features.join(', ')}` : ''}.
${files.length} files and ${lines} lines in app and lib. Nothing is committed: look at it with "git status", then "git add -A && git commit".
The name of the site is "siteName" in lib/routes.ts, that of the package in package.json.`)
  if (existsSync('.data')) console.log('The database in .data has the tables of before: "npm run reset" deletes it.')
}

async function main(): Promise<void> {
  const plan = planFrom(process.argv.slice(2))
  const { files, parts } = findWhatGoes(plan)
  console.log(`Stays: ${[...plan.models, ...plan.features].join(', ')}`)
  console.log(`Goes: ${files.length} files, and parts of ${parts.length} others. What only they used goes with them.`)
  if (plan.isDryRun) return console.log(['', 'Files:', ...files, '', 'Parts of:', ...parts].join('\n  '))

  refuseWhenDirty()
  if (!plan.isConfirmed && !(await isConfirmed())) return console.log('Nothing was changed.')

  try {
    apply(plan)
  } catch (error) {
    console.error('\nThe tree is changed in part. "git reset --hard && git clean -fd" takes it back.')
    throw error
  }
  report(plan)
  if (plan.isVerified) for (const script of ['check', 'build', 'test']) runLoudly('npm', ['run', script])
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  if (existsSync('scripts/keep.ts')) console.error(`\n${usage}`)
  process.exitCode = 1
})

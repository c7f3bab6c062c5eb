import { existsSync } from 'node:fs'
import * as z from 'zod'
import type { Plan } from './plan'
import { dropEmptyGroups, type Fault, findTexts, hasCode, hasTests, isAtTop, removeAt } from './statements'
import { askKnip, listFiles, read, remove, run, write } from './tree'

/** A place in a file: lines and columns from 1. */
interface TypeFault {
  path: string
  line: number
  column: number
  says: string
}

const isTest = (path: string) => path.startsWith('tests/')

/** Removes tests that use deleted addresses, or name deleted models or variables. */
function dropTestsOfWhatIsGone({ gone, paths, variables }: Plan & { variables: readonly string[] }): void {
  const names = ['sealed', 'stored', 'signed'].filter((model) => gone.has(model))
  const word =
    names.length > 0
      ? new RegExp(`^(?:__Host-)?(?:${names.join('|')})$|\\b(?:${names.join('|')}) (?:session|cookie|model)`)
      : null
  const variable = variables.length > 0 ? new RegExp(`\\b(?:${variables.join('|')})\\b`) : null
  const address = paths.length > 0 ? new RegExp(`^(?:${paths.join('|')})(?![\\w-])`) : null
  const bearer = gone.has('tokens') ? /\bbearer\b|\bAuthorization header\b/ : null
  const isGone = (text: string) => [word, variable, address, bearer].some((pattern) => pattern?.test(text))
  for (const path of listFiles().filter((file) => isTest(file) && /\.tsx?$/.test(file))) {
    const text = read(path)
    const places = findTexts(path, text, { isGone, isGoneKey: (key) => variables.includes(key) })
    if (places.length > 0) rewriteTest(path, removeAt(path, text, places))
  }
}

/** Deletes a test file without a test. */
function rewriteTest(path: string, text: string): void {
  const left = isTest(path) ? dropEmptyGroups(path, text) : text
  const isEmpty = /\.test\.tsx?$/.test(path) ? !hasTests(path, left) : !hasCode(path, left)
  if (isEmpty) remove(path)
  else write(path, left)
}

/** Unused names count too: the code that used them was deleted. */
function findTypeFaults(): TypeFault[] {
  const { status, output, errors } = run('tsc', [
    '--noEmit',
    '--incremental',
    'false',
    '--noUnusedLocals',
    '--pretty',
    'false',
  ])
  const faults = [...output.matchAll(/^(\S+?)\((\d+),(\d+)\): error (TS\d+: .*)$/gm)].map(
    ([, path = '', line, column, says = '']) => ({
      path,
      line: Number(line),
      column: Number(column),
      says,
    }),
  )
  if (status !== 0 && faults.length === 0) throw new Error(`tsc failed: ${output}${errors}`)
  return faults
}

function kindOf({ says }: TypeFault): Fault['kind'] {
  if (/^TS(6133|6192|6196|6198|6199)\b/.test(says)) return 'unused'
  // A property that its type no longer has, or a shorthand property whose value was deleted.
  return /^TS(2353|18004)\b/.test(says) ? 'property' : 'broken'
}

/** Outside of tests only imports and whole declarations are removed, so that no call vanishes with the name of its result. */
function isRemovable(place: TypeFault): boolean {
  if (isTest(place.path)) return true
  return kindOf(place) === 'unused' && isAtTop(place.path, read(place.path), offsetOf(read(place.path), place))
}

function offsetOf(text: string, { line, column }: TypeFault): number {
  return text
    .split('\n')
    .slice(0, line - 1)
    .reduce((sum, each) => sum + each.length + 1, column - 1)
}

const Place = z.object({ pos: z.number() })
const Unused = z.object({
  file: z.string(),
  files: z.array(z.unknown()).default([]),
  exports: z.array(Place).default([]),
  types: z.array(Place).default([]),
})

/** Removes unused files and exports. @returns whether there were any */
function dropUnused(): boolean {
  const issues = z.array(Unused).parse(askKnip('files,exports,types'))
  for (const { file, files, exports, types } of issues) {
    if (files.length > 0) remove(file)
    const places = [...exports, ...types].map(({ pos }) => ({ at: pos, kind: 'broken' as const }))
    if (files.length === 0 && places.length > 0) rewriteTest(file, removeAt(file, read(file), places))
  }
  return issues.length > 0
}

/** Removes unused imports. */
const tidy = () =>
  run('biome', [
    'check',
    '--write',
    '--unsafe',
    '--only=correctness/noUnusedImports',
    '--only=assist/source/organizeImports',
    '.',
  ])

/**
 * Follows the errors of the compiler: removes tests that no longer compile, and unused code, until nothing changes.
 * @throws {Error} when the application itself does not compile: then a mark is missing
 */
export function followCompiler(plan: Plan & { variables: readonly string[] }): void {
  dropTestsOfWhatIsGone(plan)
  for (let round = 1; round <= 40; round += 1) {
    tidy()
    const faults = findTypeFaults().filter(({ path }) => existsSync(path))
    const removable = faults.filter(isRemovable)
    if (removable.length === 0 && dropUnused()) continue
    if (faults.length === 0) return
    if (removable.length === 0)
      throw new Error(['The application does not compile, so a mark is missing:', ...faults.map(show)].join('\n'))

    console.log(`Round ${round}: ${removable.length} places use deleted code`)
    for (const path of new Set(removable.map((place) => place.path))) {
      const text = read(path)
      const places = removable
        .filter((place) => place.path === path)
        .map((place) => ({ at: offsetOf(text, place), kind: kindOf(place) }))
      rewriteTest(path, removeAt(path, text, places))
    }
  }
  throw new Error('The removal does not end: every round finds code to remove.')
}

const show = ({ path, line, column, says }: TypeFault) => `  ${path}:${line}:${column} ${says}`

import { describe, expect, test } from 'vitest'
import {
  awaitedBy,
  calledBy,
  directiveOf,
  type ExportedFunction,
  exportedFunctions,
  parseSource,
  readSources,
  type Source,
} from '@/tests/support/source'

/**
 * Every export of a `'use server'` file is a public endpoint, and Next runs it when posted to any page: its own first
 * line is all that stands before it (ASVS 3.5.1).
 */
function problems(source: Source): readonly string[] {
  if (directiveOf(source) !== 'use server') return /['"]use server['"]/.test(source.text) ? ['a hidden action'] : []
  if (!source.path.endsWith('/actions.ts')) return ['actions outside of an actions.ts']

  return [...exportedFunctions(source)].flatMap(([name, { isAsync, statements }]) => {
    if (!isAsync || !statements) return [`${name} is no async function`]
    return asking(statements) === 'requireOwnOrigin' ? [] : [`${name} does not ask for its origin first`]
  })
}

/** In the lab it comes second: without a lab there is nothing to ask about. */
function asking([first, second]: NonNullable<ExportedFunction['statements']>): string | null {
  return awaitedBy(calledBy(first) === 'requireLab' ? second : first)
}

const sources = readSources('app', 'lib', 'middleware.ts')

test('[ASVS 3.5.1] every action lives in an actions.ts and asks on its first line whether one of our own pages sent it', () => {
  expect(sources.filter((source) => directiveOf(source) === 'use server')).not.toEqual([])
  expect(sources.flatMap((source) => problems(source).map((problem) => `${source.path}: ${problem}`))).toEqual([])
})

/** The middleware refuses a call without a form, and Next leaves out what an action does not declare (lib/edge/form-body.ts). */
test('every action declares the form that it is called with', () => {
  const actions = sources.filter((source) => directiveOf(source) === 'use server')
  const signatures = actions.flatMap(({ text }) => text.match(/^export async function \w+\([^)]*\)/gm) ?? [])
  expect(signatures.length).toBeGreaterThan(10)
  expect(signatures.filter((signature) => !/\w+: FormData\)$/.test(signature))).toEqual([])
})

describe('refused is', () => {
  const guarded = 'export async function endAction() { await requireOwnOrigin() }'

  test.each([
    ['an action without the guard', 'app/x/actions.ts', `'use server'\nexport async function a() { await act() }`],
    [
      'a guard that comes second',
      'app/x/actions.ts',
      `'use server'\nexport async function a() { x(); requireOwnOrigin() }`,
    ],
    [
      'a guard that is not awaited',
      'app/x/actions.ts',
      `'use server'\nexport async function a() { requireOwnOrigin() }`,
    ],
    ['an arrow without the guard', 'app/x/actions.ts', `'use server'\nexport const a = async () => act()`],
    ['something else than a function', 'app/x/actions.ts', `'use server'\nexport const limit = 5`],
    ['a re-export', 'app/x/actions.ts', `'use server'\nexport { a } from './b'`],
    ['another file name', 'app/x/server.ts', `'use server'\n${guarded}`],
    ['an inline action', 'app/x/page.tsx', `export default function Page() { async function a() { 'use server' } }`],
  ])('%s', (_, path, text) => {
    expect(problems(parseSource(path, text))).toHaveLength(1)
  })

  test('nothing of a guarded action with types beside it', () => {
    const text = `'use server'\nexport type State = 'idle'\n${guarded}`
    expect(problems(parseSource('app/x/actions.ts', text))).toEqual([])
  })
})

// feature: admin (this file)
import { describe, expect, test } from 'vitest'
import {
  awaitedBy,
  directiveOf,
  exportedFunctions,
  parseSource,
  readSources,
  type Source,
} from '@/tests/support/source'

/** From lib/server: another function of that name would guard nothing. */
const isFromServer = (source: Source, name: string) =>
  source.imports.some(({ target, names }) => target.startsWith('lib/server/') && names.includes(name))

/**
 * A page or action below /admin requires a permission, not only a login: a page at once, an action after its
 * same-origin check.
 */
function unpermitted(source: Source): readonly string[] {
  const isPage = source.path.endsWith('/page.tsx')
  const isActions = directiveOf(source) === 'use server'
  const guards = isPage ? ['requirePermission'] : ['getPermitted', 'getPermittedWhoEnds']
  const line = isPage ? 0 : 1

  return [...exportedFunctions(source)]
    .filter(([name]) => (isPage && name === 'default') || isActions)
    .filter(([, { statements }]) => {
      const guard = awaitedBy(statements?.[line])
      return guard === null || !guards.includes(guard) || !isFromServer(source, guard)
    })
    .map(([name]) => `${source.path}: ${name}`)
}

const sources = readSources('app/admin')

test('every page and every action below /admin checks a permission first', () => {
  expect(sources.filter(({ path }) => path.endsWith('/page.tsx'))).toHaveLength(2)
  expect(sources.filter((source) => directiveOf(source) === 'use server')).not.toEqual([])
  expect(sources.flatMap(unpermitted)).toEqual([])
})

test('[ASVS 7.5.3] every action below /admin asks for a recent proof of the password', () => {
  const actions = sources.filter((source) => directiveOf(source) === 'use server')
  const unproven = actions.flatMap((source) =>
    [...exportedFunctions(source)].filter(
      ([, { statements }]) => !statements?.some((one) => awaitedBy(one) === 'proveRecent'),
    ),
  )
  expect(unproven.map(([name]) => name)).toEqual([])
})

test('there are no route handlers below /admin: they would need a rule of their own', () => {
  expect(sources.filter(({ path }) => path.endsWith('/route.ts'))).toEqual([])
})

describe('a violation is found in', () => {
  const imports = `import { getPermitted, requirePermission } from '@/lib/server/guards/require-session'\n`
  const action = (body: string) => `'use server'\n${imports}export async function a() { ${body} }`
  const page = (body: string) => `${imports}export default async function Page() { ${body} }`

  test.each([
    ['a page that checks a login only', 'app/admin/page.tsx', page('await requireSession()')],
    [
      'a page that checks too late',
      'app/admin/x/page.tsx',
      page('await load(); await requirePermission("users:read")'),
    ],
    [
      'an action that checks a login only',
      'app/admin/actions.ts',
      action('await requireOwnOrigin(); await getVisitor()'),
    ],
    [
      'an action that checks too late',
      'app/admin/actions.ts',
      action('await requireOwnOrigin(); act(); await getPermitted("x")'),
    ],
    [
      'a namesake',
      'app/admin/actions.ts',
      `'use server'\nimport { getPermitted } from './x'\nexport async function a() { await requireOwnOrigin(); await getPermitted() }`,
    ],
  ])('%s', (_, path, text) => {
    expect(unpermitted(parseSource(path, text))).toHaveLength(1)
  })

  test('a page or an action with the check has no violation', () => {
    const asking = 'await requireOwnOrigin(); const admin = await getPermitted("users:write")'
    expect(unpermitted(parseSource('app/admin/actions.ts', action(asking)))).toEqual([])
    expect(unpermitted(parseSource('app/admin/page.tsx', page('await requirePermission("users:read")')))).toEqual([])
  })
})

import { dirname } from 'node:path/posix'
import { describe, expect, test } from 'vitest'
import { isProtected } from '@/lib/routes'
import { awaitedBy, exportedFunctions, parseSource, readSources, type Source } from '@/tests/support/source'

/** Public handlers, each with its protection. */
const openHandlers: Readonly<Record<string, string>> = {
  '/api/health': 'returns only whether the stores answer',
  '/api/session/renew': 'opens the credentials and is itself the check',
  '/api/cron/purge': 'asks for CRON_SECRET',
  // feature: tokens
  '/api/token/revoke': 'requires one of our tokens, and ends its session',
  '/api/token/introspect': 'requires the secret of the resource server',
  // end
  '/.well-known/jwks.json': 'public, with public facts',
  '/api/openapi.json': 'public, and describes public endpoints',
  '/api/passkeys/options': 'returns a random challenge, and reads and changes nothing', // feature: second-factor
  '/api/csp-report': 'writes one harmless log line, and returns and changes nothing',
  '/api/[[...rest]]': 'says that there is nothing',
}

/** OPTIONS is not among them: a preflight comes without credentials, and its answer is the same for every caller. */
const methods = /^(GET|HEAD|POST|PUT|PATCH|DELETE)$/

/** `app/(group)/dashboard/[id]/page.tsx` -> `/dashboard/[id]` */
function routeOf(path: string): string {
  const folders = path.split('/').slice(1, -1)
  return `/${folders.filter((folder) => !/^[(@]/.test(folder)).join('/')}`
}

/** From lib/server, and it redirects, throws or answers by itself, so that no unchecked code follows it. */
function isGuard(name: string | null, source: Source): boolean {
  if (name === null || !/^(require[A-Z]\w*|answerCaller)$/.test(name)) return false
  return source.imports.some(({ target, names }) => target.startsWith('lib/server/') && names.includes(name))
}

function unguarded(source: Source): readonly string[] {
  const route = routeOf(source.path)
  const isPage = source.path.endsWith('/page.tsx') && isProtected(route)
  const isHandler = source.path.endsWith('/route.ts') && !(route in openHandlers)

  return [...exportedFunctions(source)]
    .filter(([name]) => (isPage && name === 'default') || (isHandler && methods.test(name)))
    .filter(([, { statements }]) => !isGuard(awaitedBy(statements?.[0]), source))
    .map(([name]) => `${source.path}: ${name}`)
}

const sources = readSources('app')

test('[ASVS 7.2.1] every page below a protected route and every route handler guards itself on its first line', () => {
  expect(sources.filter((source) => isProtected(routeOf(source.path)))).not.toEqual([])
  expect(sources.flatMap(unguarded)).toEqual([])
})

// feature: notice
test('[ASVS 6.3.7] every page below a protected route, where a login may lead, has the notice of a changed password', () => {
  const pages = sources.filter(({ path }) => path.endsWith('/page.tsx') && isProtected(routeOf(path)))
  const silent = pages.filter(({ text }) => !text.includes('<PasswordNotice session={session} />'))
  expect(silent.map(({ path }) => path)).toEqual([])
})
// end

test('every exception is an existing handler', () => {
  const routes = new Set(sources.filter(({ path }) => path.endsWith('/route.ts')).map(({ path }) => routeOf(path)))
  expect(Object.keys(openHandlers).filter((route) => !routes.has(route))).toEqual([])
})

test('layouts never guard: they do not render again on navigation', () => {
  const layouts = sources.filter(({ path }) => /\/(layout|template|loading)\.tsx$/.test(path))
  expect(layouts.filter(({ text }) => /\brequire[A-Z]\w*\(/.test(text)).map(({ path }) => path)).toEqual([])
})

/** Loading screens above a page or in its own folder, route groups included. */
const loadingAbove = (page: Source, all: readonly Source[]) =>
  all.filter(({ path }) => /\/loading\.tsx$/.test(path) && page.path.startsWith(`${dirname(path)}/`))

/** Whether it redirects, refuses or answers 403 by itself, at any place. */
const isGuarding = ({ path, text }: Source) => path.endsWith('/page.tsx') && /\brequire[A-Z]\w*\(/.test(text)

test('no loading.tsx stands above a page that guards itself: it is sent as a 200 before the guard has decided', () => {
  expect(sources.filter(isGuarding).length).toBeGreaterThan(2)
  expect(sources.filter(isGuarding).flatMap((page) => loadingAbove(page, sources))).toEqual([])
})

test.each([
  ['app/loading.tsx', 1],
  ['app/admin/loading.tsx', 1],
  ['app/admin/users/loading.tsx', 0],
  ['app/adm/loading.tsx', 0],
])('of %s and a page in app/admin/audit, %d is a conflict', (path, count) => {
  const page = parseSource(
    'app/admin/audit/page.tsx',
    'export default async function Page() { await requireSession() }',
  )
  expect(loadingAbove(page, [parseSource(path, 'export default function Loading() {}')])).toHaveLength(count)
})

describe('a violation is found in', () => {
  const guard = `import { requireSession } from '@/lib/server/guards/require-session'\n`
  const page = (body: string) => `${guard}export default async function Page() { ${body} }`

  test.each([
    ['a protected page without a guard', 'app/dashboard/page.tsx', page('return null')],
    ['a guard on the second line', 'app/dashboard/page.tsx', page('await load(); await requireSession()')],
    ['a guard that is not awaited', 'app/dashboard/page.tsx', page('requireSession(); return null')],
    ['a page deeper down', 'app/(private)/dashboard/[id]/page.tsx', page('return null')],
    [
      'another function with the name of a guard',
      'app/dashboard/page.tsx',
      `import { x } from '@/lib/server/x'; export default async function Page() { requireSession() }`,
    ],
    ['a page built by a function call', 'app/dashboard/page.tsx', `${guard}export default memo(Page)`],
    ['a handler without a guard', 'app/api/me/route.ts', `${guard}export async function GET() { return read() }`],
    ['a handler built by a function call', 'app/api/me/route.ts', `${guard}export const GET = handler()`],
  ])('%s', (_, path, text) => {
    expect(unguarded(parseSource(path, text))).toHaveLength(1)
  })

  test('a guarded page has no violation', () => {
    expect(
      unguarded(parseSource('app/dashboard/page.tsx', page('const s = await requireSession(); return s'))),
    ).toEqual([])
  })
})

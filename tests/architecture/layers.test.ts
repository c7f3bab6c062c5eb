import { describe, expect, test } from 'vitest'
import { directiveOf, parseSource, readSources, type Source } from '@/tests/support/source'

/** Where a file may live and what it may import. The first layer whose `files` match decides. */
interface Layer {
  files: (source: Source) => boolean
  may: readonly RegExp[]
  /** Erased imports couple types, not code: `session` may import all these types, and higher layers may import any. */
  mayName: RegExp
}

const ground = /^lib\/[^/]+$/
const words = /^lib\/session\/(session|models)$/
/** Next's response class without the user agent parser of `next/server`: seven kilobytes less at the edge. */
const nextResponse = /^next\/dist\/server\/web\/spec-extension\/response$/
/** Names and tables without decisions: the models, the roles, and the permissions of a role. */
const tables = /^lib\/session\/(session|models|permissions)$/
/** Parts of several pages: logout, the language and a notice are on each of them, and a new user logs in after the signup. */
const sharedUi = /^app\/(ui\/|logout\/|language\/|password-notice\/password-notice$|login\/login-form$)/
const nothing = /^(?!)/
const below = (folder: RegExp) => (source: Source) => folder.test(source.path)

const layers = {
  client: {
    files: (source) => source.path.startsWith('app/') && directiveOf(source) === 'use client',
    may: [
      /^lib\/(routes|languages)$/,
      /^lib\/(figures\/distribution|lab\/shared\/(targets|words|measure-words|outage|replay|race|flip|address))$/,
      tables,
      sharedUi,
      /^(react(-dom)?|zod\/mini)$/,
      /^next\/(link|navigation|form)$/,
      /^@simplewebauthn\/browser$/, // feature: second-factor
    ],
    mayName: /./,
  },
  app: {
    files: below(/^app\//),
    may: [
      ground,
      tables,
      /^lib\/(server|lab|figures)\//,
      /^lib\/events\//, // feature: events
      sharedUi,
      /^react$/,
      /^next(\/|$)/,
      /^zod(\/mini)?$/,
      /^@fontsource/,
    ],
    mayName: /./,
  },
  server: {
    files: below(/^lib\/server\//),
    may: [
      ...[
        ground,
        /^lib\/(session|db|server)\//,
        /^lib\/lab\/shared\/is-lab-on$/,
        /^(server-only|react|quick-lru|zod|zod\/mini|node:.*)$/,
      ],
      ...[
        /^next\/(headers|navigation|cache|server)$/,
        /^(bowser|@node-rs\/argon2|@upstash\/ratelimit|ipaddr\.js)$/,
        /^@zxcvbn-ts\//,
        /^nodemailer$/, // feature: mail
        /^(otplib|uqr)$/, // feature: second-factor
        /^@simplewebauthn\/server(\/helpers)?$/, // feature: second-factor
      ],
    ],
    mayName: words,
  },
  db: {
    files: below(/^lib\/db\//),
    may: [ground, /^lib\/db\//, /^@prisma\//, /^(server-only|zod|zod\/mini)$/, /^node:crypto$/],
    mayName: words,
  },
  edge: {
    files: below(/^lib\/edge\//),
    may: [ground, /^lib\/(session|edge)\//, /^next\/server$/, nextResponse],
    mayName: words,
  },
  session: {
    files: below(/^lib\/session\//),
    may: [ground, /^lib\/session\//, /^(iron-session|jose|quick-lru|@upstash\/redis|undici|zod\/mini)$/],
    mayName: words,
  },
  /** Texts and pure functions of the lab, for both runtimes and for the browser. */
  labShared: {
    files: below(/^lib\/lab\/shared\//),
    may: [ground, /^lib\/session\//, /^lib\/lab\/shared\//, /^(jose|quick-lru|zod\/mini)$/],
    mayName: words,
  },
  labEdge: {
    files: below(/^lib\/lab\/edge\//),
    may: [ground, /^lib\/(session|edge)\//, /^lib\/lab\/(edge|shared)\//, /^next\/server$/],
    mayName: words,
  },
  lab: {
    files: below(/^lib\/lab\//),
    may: [
      ...[ground, /^lib\/(session|db|server|figures)\//, /^lib\/lab\/(server|shared)\//],
      ...[/^(server-only|react|quick-lru|zod|zod\/mini|node:.*)$/, /^next\/(headers|navigation|server)$/],
    ],
    mayName: words,
  },
  /** The results of `npm run bench`, for pages. */
  figures: {
    files: below(/^lib\/figures\//),
    may: [ground, /^docs\/(bench|claims)\.json$/, /^lib\/(session|figures)\//, /^(server-only|zod)$/],
    mayName: words,
  },
  // feature: events
  /** What each event does to the sessions: a table without code of the server. */
  events: { files: below(/^lib\/events\//), may: [/^lib\/events\//], mayName: words },
  // end
  ground: { files: below(/^lib\//), may: [ground, /^zod\/mini$/, /^server-only$/, /^node:crypto$/], mayName: words },
  /** Separate programs: they use HTTP alone, and share not even a type. */
  examples: {
    files: below(/^examples\//),
    may: [/^examples\//, /^(hono|@hono\/node-server|jose|zod)(\/|$)/, /^node:/],
    mayName: nothing,
  },
  middleware: {
    files: below(/^middleware\.ts$/),
    may: [ground, /^lib\/edge\//, /^lib\/lab\/edge\/lab-door$/, /^next\/server$/],
    mayName: words,
  },
} as const satisfies Record<string, Layer>

/** The folders of lib/server, from the bottom up. A folder imports only from those before it, type imports included. */
const subjects = [
  'http',
  'limits',
  'or-unavailable',
  'audit',
  'mail', // feature: mail
  'sessions',
  'second-factor', // feature: second-factor
  'account',
  'admin',
  'guards',
  'tokens',
  'api',
]

/** @returns -1 outside of lib/server */
function heightOf(path: string): number {
  const [, subject = ''] = /^lib\/server\/([^/.]+)/.exec(path) ?? []
  return subjects.indexOf(subject)
}

const pointingUp = ({ path, imports }: Source) =>
  imports.filter(({ target }) => heightOf(target) > heightOf(path)).map(({ target }) => `${path} -> ${target}`)

/** @returns the files of each circle of imports, type imports included */
function findCycles(files: readonly Source[]): readonly (readonly string[])[] {
  const byName = new Map(files.map((source) => [source.path.replace(/\.tsx?$/, ''), source]))
  const done = new Set<string>()
  const cycles: string[][] = []
  const visit = (name: string, path: readonly string[]): void => {
    if (path.includes(name)) cycles.push(path.slice(path.indexOf(name)))
    if (done.has(name) || path.includes(name)) return

    for (const { target } of byName.get(name)?.imports ?? []) visit(target, [...path, name])
    done.add(name)
  }
  for (const name of byName.keys()) visit(name, [])
  return cycles
}

function layerOf(source: Source): Layer {
  const layer = Object.values(layers).find((candidate) => candidate.files(source))
  if (!layer) throw new Error(`${source.path} is in no layer`)
  return layer
}

/** `app/login/actions.ts` lives in `app/login`; `app/page.tsx` and its `app/_home` in `app`. */
function isOwnFolder(path: string, target: string): boolean {
  const own = path.match(/^app\/[^/_.]+\//)?.[0]
  return own ? target.startsWith(own) : /^app\/(_[^/]+\/.*|[^/]+)$/.test(target)
}

function violations(source: Source): readonly string[] {
  const { may, mayName } = layerOf(source)
  return source.imports
    .filter(({ target, isType }) => !(isType && mayName.test(target)))
    .filter(({ target }) => !may.some((allowed) => allowed.test(target)))
    .filter(({ target }) => !(source.path.startsWith('app/') && isOwnFolder(source.path, target)))
    .map(({ target }) => `${source.path} -> ${target}`)
}

const sources = readSources('app', 'lib', 'examples', 'middleware.ts')

test('every file imports only what its layer allows', () => {
  expect(sources.length).toBeGreaterThan(20)
  expect(sources.flatMap(violations)).toEqual([])
})

test('a folder of lib/server imports only from the folders below it', () => {
  const server = sources.filter(({ path }) => path.startsWith('lib/server/'))
  expect(server.filter(({ path }) => heightOf(path) < 0).map(({ path }) => path)).toEqual([])
  expect(server.flatMap(pointingUp)).toEqual([])
  expect(
    pointingUp(parseSource('lib/server/http/body.ts', `import type { X } from '@/lib/server/audit'`)),
  ).toHaveLength(1)
})

test('no file imports itself through others, types included', () => {
  expect(findCycles(sources)).toEqual([])
  const circle = [
    parseSource('lib/a.ts', `import type { B } from '@/lib/b'`),
    parseSource('lib/b.ts', `export { a } from '@/lib/a'`),
  ]
  expect(findCycles(circle)).toEqual([['lib/a', 'lib/b']])
})

describe('the layering table refuses', () => {
  test.each([
    ['the ground reaching up', 'lib/env.ts', '@/lib/session/check'],
    ['a session that imports Next', 'lib/session/check.ts', 'next/headers'],
    ['a session that imports a table', 'lib/session/sealed/credential.ts', '@/lib/db/users'],
    ['a session that needs Node', 'lib/session/seal.ts', 'node:crypto'],
    ['full zod where the edge would load it', 'lib/session/claims.ts', 'zod'],
    ['an edge with a database', 'lib/edge/guard-page.ts', '@/lib/db/client'],
    ['an edge with a server', 'lib/edge/guard-page.ts', '../server/require-session'],
    ['a table that imports HTTP', 'lib/db/users.ts', 'next/headers'],
    ['a table that imports sessions as code', 'lib/db/sessions/insert.ts', '@/lib/session/deadlines'],
    ['a use case that imports a page', 'lib/server/account/log-in.ts', '@/app/login/actions'],
    ['a page that imports a table', 'app/dashboard/page.tsx', '@/lib/db/users'],
    ['a limiter that the edge could load', 'lib/session/redis.ts', '@upstash/ratelimit'],
    ['a page that opens credentials', 'app/dashboard/page.tsx', '@/lib/session/open'],
    ['a page that imports the folder of another page', 'app/dashboard/page.tsx', '@/app/signup/signup-form'],
    ['a middleware that judges', 'middleware.ts', '@/lib/session/check'],
    ['a page that imports an example', 'app/dashboard/page.tsx', '@/examples/resource-server/check'],
    ['a session that imports an example', 'lib/session/check.ts', '@/examples/resource-server/check'],
    ['a use case that imports an example', 'lib/server/account/log-in.ts', '../../examples/resource-server/check'],
    ['an example that imports the application', 'examples/resource-server/keys.ts', '@/lib/time'],
    ['an example that imports the secrets', 'examples/resource-server/main.ts', '../../scripts/services/secrets'],
    ['an example with a store', 'examples/resource-server/check.ts', '@upstash/redis'],
  ])('%s', (_, path, specifier) => {
    expect(violations(parseSource(path, `import { x } from '${specifier}'`))).toHaveLength(1)
  })

  test('a client component may import types from the server, and no code', () => {
    const client = (line: string) => parseSource('app/login/login-form.tsx', `'use client'\n${line}`)

    expect(violations(client(`import { x } from '@/lib/server/account/log-in'`))).toHaveLength(1)
    expect(violations(client(`import type { X } from '@/lib/server/account/log-in'`))).toEqual([])
  })
})

test('an example shares not even a type with the application', () => {
  const example = `import type { Claims } from '@/lib/session/claims'`
  expect(violations(parseSource('examples/resource-server/check.ts', example))).toHaveLength(1)
})

/** The build for the edge leaves it out: lib/session/redis.ts imports it behind `NEXT_RUNTIME`. */
const nodeOnly = 'lib/session/redis-node'

/** Every import of these files, direct or indirect, packages by name. */
function reachableFrom(start: string): ReadonlySet<string> {
  const byName = new Map(sources.map((source) => [source.path.replace(/\.tsx?$/, ''), source]))
  const seen = new Set<string>()
  const queue = [start]
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name)) continue
    seen.add(name)
    const loaded = (byName.get(name)?.imports ?? []).filter(({ isType, target }) => !isType && target !== nodeOnly)
    queue.push(...loaded.map(({ target }) => target))
  }
  return seen
}

test('the middleware loads these packages and no other, at any depth of imports', () => {
  const packages = [...reachableFrom('middleware')].filter((name) => !/^(lib\/|middleware$)/.test(name)).sort()

  const expected = [
    '@upstash/redis',
    'iron-session',
    'jose', // model: bearer
    'quick-lru',
    'zod/mini',
  ]
  expect(packages.filter((name) => !nextResponse.test(name))).toEqual(expected)
})

/** Names that Next looks for in every page and handler. */
const namesOfNext = new Set(['metadata', 'GET', 'POST', 'PATCH', 'DELETE', 'OPTIONS', 'default', 'generateMetadata'])
/** Each page has texts of its own under these names. */
const namesOfTexts = new Set(['english', 'Messages', 'chinese'])
const folderOf = (path: string) => path.split('/').slice(0, 2).join('/')

function namesInSeveralLayers(all: readonly Source[]): string[] {
  const places = new Map<string, Set<string>>()
  for (const { path, text } of all) {
    for (const [, name = ''] of text.matchAll(/^export (?:async )?(?:function|const|class|interface|type) (\w+)/gm)) {
      places.set(name, (places.get(name) ?? new Set()).add(folderOf(path)))
    }
  }
  return [...places]
    .filter(([name, { size }]) => size > 1 && !namesOfNext.has(name) && !namesOfTexts.has(name))
    .map(([name]) => name)
}

test('no name is exported by two layers', () => {
  expect(namesInSeveralLayers(readSources('app', 'lib'))).toEqual([])
})

test('a name that two layers export is found', () => {
  const twice = ['lib/db/end.ts', 'lib/server/end.ts'].map((path) => parseSource(path, 'export function end() {}'))
  expect(namesInSeveralLayers(twice)).toEqual(['end'])
})

test('work for a request uses timeLimit, whose timer ends with the work, and not AbortSignal.timeout', () => {
  const serving = readSources('lib').filter(({ path }) => !path.startsWith('lib/lab/') && path !== 'lib/time.ts')

  expect(serving.length).toBeGreaterThan(20)
  expect(serving.filter(({ text }) => text.includes('AbortSignal.timeout')).map(({ path }) => path)).toEqual([])
})

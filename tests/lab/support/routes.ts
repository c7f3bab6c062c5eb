import { readFileSync } from 'node:fs'
import type { OutgoingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import * as z from 'zod'
import { targets } from '@/lib/lab/shared/targets'
import { exportedFunctions, readSources, type Source } from '@/tests/support/source'
import type { Visitor } from '@/tests/support/visitor'

/** Every route of the lab, found in the source and in builds: a new page is tested without further changes. */

export interface Route {
  path: string
  /** The methods that it answers itself; every other method is refused. */
  methods: readonly string[]
}

const sources = readSources('app')

const isRoute = (kind: RegExp) => (source: Source) => kind.test(source.path)

function toRoute(source: Source): Route {
  const folder = source.path.replace(/^app/, '').replace(/\/(page|route)(\.lab)?\.tsx?$/, '')
  const path = folder.replaceAll(/\[\[\.\.\.\w+\]\]/g, 'nowhere').replaceAll(/\[\w+\]/g, 'x') || '/'
  const own = [...exportedFunctions(source)].filter(([, { statements }]) => statements !== null)
  const handled = own.map(([name]) => name).filter((name) => /^[A-Z]+$/.test(name))
  return { path, methods: source.path.includes('/route.') ? handled : ['GET'] }
}

/** The table of `/api/lab/[act]`, one entry in a line: `['jar', { POST: answerTheft, DELETE: ... }],`. */
function actsOf(text: string): readonly Route[] {
  const entries = [...text.matchAll(/^ {2}\['(\w+)', \{(.*)\}\],$/gm)]
  return entries.map(([, act = '', methods = '']) => ({
    path: `/api/lab/${act}`,
    methods: [...methods.matchAll(/\b(GET|POST|PUT|PATCH|DELETE):/g)].map(([, method = '']) => method),
  }))
}

export const labPages = sources.filter(isRoute(/\/page\.lab\.tsx$/)).map(toRoute)
export const labHandlers: readonly Route[] = actsOf(readFileSync('lib/lab/server/acts.ts', 'utf8'))
/** The edge answers this one without a page. */
export const labRoutes: readonly Route[] = [...labPages, ...labHandlers, { path: targets.edge, methods: ['GET'] }]

export const ordinaryPages = sources.filter(isRoute(/\/page\.tsx$/)).map(toRoute)
export const ordinaryHandlers = sources.filter(isRoute(/\/route\.ts$/)).map(toRoute)

const labFiles = readSources('app/lab', 'app/api/lab', 'lib/lab')

/** The names of the lab's own cookies and headers, if it has any. */
export const labNames = labFiles
  .flatMap(({ text }) => [...text.matchAll(/['"`]((?:__Host-|x-)?lab-[\w-]+)['"`]/gi)])
  .map(([, name = '']) => name)

const Manifest = z.object({ node: z.record(z.string(), z.object({ filename: z.string() })) })

/** Every action of a build: its id and its file. */
export function actionsOf({ dist }: { dist: string }): ReadonlyMap<string, string> {
  const text = readFileSync(join(dist, 'server/server-reference-manifest.json'), 'utf8')
  const { node } = Manifest.parse(JSON.parse(text))
  return new Map(Object.entries(node).map(([id, { filename }]) => [id, filename]))
}

export const isOfLab = (filename: string) => filename.startsWith('app/lab/')

/** An answer that only a target of the lab gives. */
export const report = /judgements|"layer"/

/** Actions from files that a build without the lab does not contain. Ids differ between any two builds. */
export function labActions(having: { dist: string }, without: { dist: string }): readonly string[] {
  const others = new Set(actionsOf(without).values())
  return [...actionsOf(having)].filter(([, file]) => isOfLab(file) || !others.has(file)).map(([id]) => id)
}

/** Every method that a client can send. */
export const everyMethod = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

/** An address that has never existed: the reference for the answer of a missing page. */
export const nowhereNear = (path: string) => (path.startsWith('/api/') ? '/api/nowhere' : '/nowhere')

/** The fields that every target of the lab accepts. */
export const query = 'way=off&redis=none&postgres=none'

/** Sends the action with JavaScript, and without. */
export const postAction = (visitor: Visitor, id: string, path = '/', headers: OutgoingHttpHeaders = {}) =>
  Promise.all([
    visitor.callAction(path, { id, fields: { query }, previous: null }, headers),
    visitor.post(path, { [`$ACTION_ID_${id}`]: '', query }, headers),
  ])

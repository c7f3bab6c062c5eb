import type { Answer } from '@/tests/support/request'
import { exportedFunctions, readSources } from '@/tests/support/source'

export const client = 'https://client.example'
export const listed = [client, 'http://localhost:4173']

/** Every handler, found in the source: a new one is closed to other origins, or is listed here. */
const handlers = readSources('app')
  .filter(({ path }) => path.endsWith('/route.ts'))
  .map((source) => ({
    path: source.path.replace(/^app/, '').replace(/\/route\.ts$/, ''),
    methods: [...exportedFunctions(source).keys()].filter((name) => /^[A-Z]+$/.test(name) && name !== 'OPTIONS'),
  }))
export const forTokens = ['/api/me', '/api/notes', '/api/notes/[id]']
const publicOnes = ['/.well-known/jwks.json', '/api/openapi.json']
const isOneOf = (paths: readonly string[]) => (handler: { path: string }) => paths.includes(handler.path)
export const shared = handlers.filter(isOneOf(forTokens))
export const forEveryone = handlers.filter(isOneOf(publicOnes))
export const closed = handlers.filter((handler) => !isOneOf([...forTokens, ...publicOnes])(handler))

export const corsOf = ({ headers }: Answer) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')))
export const varies = ({ headers }: Answer) => (headers.get('vary') ?? '').split(/, */)

export const ask = (origin: string, method = 'POST') => ({
  Origin: origin,
  'Sec-Fetch-Site': 'cross-site',
  'Sec-Fetch-Mode': 'cors',
  'Access-Control-Request-Method': method,
  'Access-Control-Request-Headers': 'authorization, content-type',
})

export const strangers = [
  ...['https://evil.example', 'null', 'http://client.example', 'https://client.example:8443', `${client}/`],
  ...[`${client}.evil.example`, 'https://evil.example?https://client.example', 'https://CLIENT.example', '*'],
  ...[`${client}, https://evil.example`, listed.join(', '), 'http://localhost:4174'],
]

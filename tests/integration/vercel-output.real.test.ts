import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  allFiles,
  buildForVercel,
  bytesOf,
  filesBelow,
  readFunctions,
  type VercelFunction,
  vercelObstacle,
} from '@/tests/integration/support/vercel-output'
import { openFileStores } from '@/tests/support/file-stores'
import { developmentPaths } from '@/tests/support/lock-file'
import { needs } from '@/tests/support/needs'
import { realStoresObstacle } from '@/tests/support/real-stores'
import type { Stores } from '@/tests/support/stores'
import { type TemporaryFolder, temporaryFolder } from '@/tests/support/temporary-folder'

/* Inspects a preview for Vercel: built by Vercel's own command line, without an account. */

const megabyte = 1_000_000
/** Limits of Vercel: an edge function compressed, on the smallest plan, and a Node function uncompressed. */
const edgeLimit = megabyte
const nodeLimit = 250 * megabyte

const obstacle = realStoresObstacle ?? vercelObstacle()
beforeEach(needs(obstacle))

let stores: Stores | undefined
let folder: TemporaryFolder
let output: string
let functions: readonly VercelFunction[]

beforeAll(async () => {
  if (obstacle) return
  stores = await openFileStores()
  folder = await temporaryFolder()
  output = await buildForVercel(join(folder.path, 'tree'), stores.env)
  functions = readFunctions(output)
})
afterAll(async () => {
  await folder?.remove()
  await stores?.close()
})

const allPaths = () => functions.flatMap(({ files }) => [...files.keys()])

test('the middleware, and nothing else, is an edge function, far below the size limit', () => {
  const edge = functions.filter(({ runtime }) => runtime === 'edge')
  expect(edge.map(({ name }) => name)).toEqual(['middleware'])
  const code = [...(edge[0]?.files ?? [])].filter(([path]) => !path.endsWith('.map'))
  const bytes = code.map(([, file]) => gzipSync(readFileSync(file)).length).reduce((sum, size) => sum + size, 0)
  expect(bytes).toBeGreaterThan(10_000)
  expect(bytes).toBeLessThan(edgeLimit)
})

test('every other function runs on Node, and is below the size limit of Vercel', () => {
  const others = functions.filter(({ name }) => name !== 'middleware')
  expect(others.length).toBeGreaterThan(20)
  expect(others.filter(({ runtime }) => !runtime.startsWith('nodejs'))).toEqual([])
  expect(others.filter((one) => bytesOf(one) > nodeLimit).map(({ name }) => name)).toEqual([])
  const { crons } = JSON.parse(readFileSync(join(output, 'config.json'), 'utf8'))
  expect(others.map(({ name }) => `/${name}`)).toContain(crons[0].path)
})

test('there is no lab', () => {
  const names = [...functions.map(({ name }) => name), ...allPaths(), ...filesBelow(output)]
  expect(names.filter((name) => /(^|\/)lab(\/|\.|$)|\.lab\./.test(name))).toEqual([])
})

test('no function contains a development package', () => {
  const development = developmentPaths()
  expect(development).toEqual(expect.arrayContaining(['node_modules/@electric-sql/pglite', 'node_modules/vitest']))
  const found = allPaths().filter((path) => development.some((one) => path.startsWith(`${one}/`)))
  expect(found).toEqual([])
})

test('no file contains the value of a secret', () => {
  const { DATABASE_URL = '', SESSION_PASSWORDS = '', JWT_KEYS = '{}', ...others } = stores?.env ?? {}
  const secrets = [DATABASE_URL, ...SESSION_PASSWORDS.split(','), JSON.parse(JWT_KEYS).keys[0].d]
  const more = ['UPSTASH_REDIS_REST_TOKEN', 'CRON_SECRET', 'RESOURCE_SERVER_SECRET'].map((name) => others[name] ?? '')
  const values: string[] = [...secrets, ...more]
  expect(values.filter((value) => value.length < 20)).toEqual([])

  expect(filesWith(values)).toEqual([])
  expect(filesWith(['UPSTASH_REDIS_REST_TOKEN'])).not.toEqual([])
})

function filesWith(values: readonly string[]): readonly string[] {
  return allFiles(output, functions).filter((file) => {
    const text = readFileSync(file)
    return values.some((value) => text.includes(value))
  })
}

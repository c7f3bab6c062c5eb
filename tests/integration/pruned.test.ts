import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { type TemporaryFolder, temporaryFolder } from '@/tests/support/temporary-folder'

const Lock = z.object({ packages: z.record(z.string(), z.object({ dev: z.boolean().optional() })) })
const { packages } = Lock.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')))

/** The packages that `npm prune --omit=dev` removes: a package stays when another remaining one needs it. */
const pruned = Object.keys(packages).flatMap((path) => {
  const [, name] = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path) ?? []
  return name && packages[path]?.dev ? [name] : []
})

/** Module hooks as source: Node's error for a missing package, for each of these. */
const hooks = `
const gone = ${JSON.stringify(pruned)}
export async function resolve(name, context, next) {
  const hit = gone.find((one) => name === one || name.startsWith(one + '/'))
  if (hit) throw Object.assign(new Error("Cannot find package '" + hit + "' imported from here"), { code: 'ERR_MODULE_NOT_FOUND' })
  return next(name, context)
}`
const asUrl = (source: string) => `data:text/javascript,${encodeURIComponent(source)}`
const pruning = asUrl(`import { register } from 'node:module'; register(${JSON.stringify(asUrl(hooks))})`)

let folder: TemporaryFolder
beforeAll(async () => {
  folder = await temporaryFolder()
})
afterAll(() => folder.remove())

/** `npm run services`, as after `npm prune --omit=dev`. */
async function startPruned(env: Readonly<Record<string, string>>) {
  const args = ['--import', pruning, '--import', 'tsx', 'scripts/services.ts', '--data', folder.path]
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, args, { env: { PATH, HOME, NODE_ENV: 'test', ...env } })
  const [said, code] = await Promise.all([
    buffer(child.stderr),
    new Promise<number | null>((resolve) => child.once('exit', resolve)),
  ])
  return { code, said: said.toString() }
}

const everyAddress = {
  ...{ DATABASE_URL: 'postgresql://127.0.0.1:9/none', UPSTASH_REDIS_REST_URL: 'http://127.0.0.1:9' },
  ...{ UPSTASH_REDIS_REST_TOKEN: 'none', SESSION_PASSWORDS: 'none', JWT_KEYS: 'none', CRON_SECRET: 'none' },
}

test.each([
  ['no address', {}, '@electric-sql/pglite'],
  ['a database', { DATABASE_URL: everyAddress.DATABASE_URL }, 'ioredis'],
])(
  'with %s, and without the development packages, a start ends in one sentence with advice',
  async (_, env, missing) => {
    const { code, said } = await startPruned(env)

    expect(said).toBe(
      `The embedded services need ${missing}, which is not installed: set the addresses of real services, or run "npm install --include=dev"\n`,
    )
    expect(code).toBe(1)
  },
)

test('with every address no development package is needed: the start ends because no store answers there', async () => {
  const { code, said } = await startPruned(everyAddress)

  expect(said).toContain('DatabaseNotReachable')
  expect(said).not.toContain('not installed')
  expect(code).toBe(1)
})

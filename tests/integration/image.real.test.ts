import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { seedPeople } from '@/scripts/database/seed-people'
import { type Image, performDockerfile } from '@/tests/integration/support/perform-dockerfile'
import { basics, startServer } from '@/tests/integration/support/start-server'
import { openFileStores } from '@/tests/support/file-stores'
import { createDatabase } from '@/tests/support/isolated-stores'
import { logInByForm } from '@/tests/support/log-in'
import { models } from '@/tests/support/models'
import { needs } from '@/tests/support/needs'
import { people } from '@/tests/support/people'
import { realStoresObstacle, unprivilegedOwner } from '@/tests/support/real-stores'
import { request } from '@/tests/support/request'
import type { Stores } from '@/tests/support/stores'
import { type TemporaryFolder, temporaryFolder } from '@/tests/support/temporary-folder'

/*
 * Performs the Dockerfile step by step in folders: the last folder holds only the copied files, which have to be
 * sufficient.
 */

const secret = 'a-value-of-an-env-file-on-this-machine'

let stores: Stores | undefined
let database: Awaited<ReturnType<typeof createDatabase>>
let folder: TemporaryFolder
let image: Image

beforeEach(needs(realStoresObstacle))
beforeAll(async () => {
  if (realStoresObstacle) return
  stores = await openFileStores()
  database = await createDatabase(process.env.TEST_DATABASE_URL ?? '', '')
  folder = await temporaryFolder()
  await chmod(folder.path, 0o755)
  image = await performDockerfile(folder.path, (context) => writeFile(join(context, '.env'), `A_SECRET=${secret}\n`))
})
afterAll(async () => {
  await folder?.remove()
  await database?.drop()
  await stores?.close()
})

const settings = () => ({ ...stores?.env, ...image.env, DATABASE_URL: database.url })

function run(file: string, given: Readonly<Record<string, string>>) {
  const env = { ...basics(), NODE_ENV: 'production' as const, ...given }
  const { status, stdout, stderr } = spawnSync('node', [join(image.folder, file)], { cwd: '/', env, encoding: 'utf8' })
  return { status, output: stdout + stderr }
}

test('the server names every missing variable, and the migration names its only one', () => {
  const server = run('serve.mjs', {})
  expect(server.output).toContain('SESSION_PASSWORDS: missing')
  expect(server.output).not.toContain('    at ')
  expect([server.status, run('migrate.mjs', {})]).toEqual([1, { status: 1, output: 'DATABASE_URL: missing\n' }])
})

describe('after migrate.mjs, as the user of the image,', () => {
  let server: Awaited<ReturnType<typeof startServer>>
  beforeAll(async () => {
    if (realStoresObstacle) return
    const { output } = run('migrate.mjs', settings())
    if (!output.startsWith('Migrations: applied')) throw new Error(output)
    await seedPeople(database.url)
    server = await startServer({ ...image, env: settings(), owner: unprivilegedOwner() })
  })
  afterAll(() => server?.stop())

  test('the user is not root', () => expect(image.user).toBe('node'))

  test('a second migration finds nothing to do', () => {
    expect(run('migrate.mjs', settings())).toEqual({ status: 0, output: 'Migrations: none pending\n' })
  })

  test('the health check of the image passes, and fails on a port without a listener', () => {
    const [program, ...args] = image.healthCheck
    const check = (port: number) =>
      spawnSync(program, args, { env: { ...basics(), NODE_ENV: 'production', PORT: String(port) } }).status
    expect([check(server.port), check(9)]).toEqual([0, 1])
  })

  test.each(models)('a visitor logs in by %s', async (model) => {
    const visitor = await logInByForm(server, model)
    expect(await visitor.me()).toMatchObject({ status: 200, user: { email: people.linus.email }, session: { model } })
  })

  test('styles are served, and requests pass the reverse proxy of npm start', async () => {
    const page = await request(server.url, '/login')
    const [style = ''] = page.body.match(/\/_next\/static\/[^"]+\.css/) ?? []
    expect((await request(server.url, style)).status).toBe(200)
    expect((await request(server.url, '/login', { method: 'TRACE' })).status).toBe(405)
    const internal = { 'x-middleware-subrequest': Array.from({ length: 5 }, () => 'middleware').join(':') }
    expect((await request(server.url, '/dashboard', { headers: internal })).status).toBe(303)
  })

  test('its log contains no warning', () => expect(server.log()).not.toMatch(/error|warn|EACCES/i))
})

test('the image contains no .env file, no test, no development package and no other start file', () => {
  const found = spawnSync('grep', ['-rl', secret, image.folder], { encoding: 'utf8' }).stdout
  const unwanted = [
    '.env',
    'server.js',
    'tests',
    'node_modules/vitest',
    'node_modules/@electric-sql',
    'node_modules/tsx',
  ]
  expect([found, unwanted.filter((name) => existsSync(join(image.folder, name)))]).toEqual(['', []])
})

test('files that Next copies in addition are removed: files with secrets, and a server without header checks', async () => {
  const cwd = join(folder.path, 'build')
  const left = ['.env', '.env.production', 'server.js'].map((name) => join(cwd, '.next/standalone', name))
  for (const file of left) await writeFile(file, secret)
  execFileSync('npm', ['run', 'postbuild'], { cwd, env: { ...process.env, NEXT_OUTPUT: 'standalone' }, stdio: 'pipe' })
  expect(left.filter((file) => existsSync(file))).toEqual([])
})

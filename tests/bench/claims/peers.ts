import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import type { Started } from '@/tests/bench/support/started'
import type { BenchStores } from '@/tests/bench/support/stores'
import { stop } from '@/tests/support/application'
import { freePort } from '@/tests/support/free-port'
import { createDatabase } from '@/tests/support/isolated-stores'
import { countStatements } from '@/tests/support/postgres-door'
import { request } from '@/tests/support/request'
import { endsWithRun } from '@/tests/support/run-folder'

/** The usual session libraries in one Next.js application, tests/bench/peers, with packages of its own. */
export interface Peers {
  url: string
  password: string
  databaseUrl: string
  /** Statements that have reached PostgreSQL through `counted`. */
  statements: () => number
  /** A second process on the same database, whose statements are counted: the counter would slow down the first one. */
  counted: { url: string }
}

const source = 'tests/bench/peers'
/** Installed and built outside of the sources: git, the linters and the type checker of the project pass it by. */
const tree = resolve('.data/tests/peers')
const Manifest = z.object({ dependencies: z.record(z.string(), z.string()) })

/** @returns `name version` of each library whose version the project's own list lacks */
export async function peerVersions(): Promise<readonly string[]> {
  const { dependencies } = Manifest.parse(JSON.parse(await readFile(join(source, 'package.json'), 'utf8')))
  return ['better-auth', 'next-auth'].map((name) => `${name} ${dependencies[name]}`)
}

export async function startPeers(started: Started, { env }: BenchStores): Promise<Peers> {
  await installAndBuild(started)
  const database = await started.use(
    () => createDatabase(env.DATABASE_URL ?? '', ''),
    ({ drop }) => drop(),
  )
  const door = await started.use(
    () => countStatements(database.url),
    ({ close }) => close(),
  )
  const password = randomBytes(16).toString('hex')
  const secrets = { PEERS_SECRET: randomBytes(32).toString('hex'), PEERS_PASSWORD: password }
  const serve = (databaseUrl: string) =>
    started.use(
      () => startServer({ ...secrets, DATABASE_URL: databaseUrl }),
      (server) => server.stop(),
    )
  const [{ url }, counted] = [await serve(database.url), await serve(door.url)]
  const { status } = await request(url, '/api/migrate', { method: 'POST' })
  if (status !== 204) throw new Error(`the tables of Better Auth: ${status}`)

  return { url, password, databaseUrl: database.url, statements: door.statements, counted }
}

async function installAndBuild(started: Started): Promise<void> {
  await mkdir(tree, { recursive: true })
  await unlessDone('installed', await hashOf(packages), async () => {
    for (const name of packages) await cp(join(source, name), join(tree, name))
    // The whole environment: it names a proxy, its certificates and the registry. NODE_ENV would leave out the compiler.
    const env = { ...process.env, npm_config_include: 'dev' }
    await run(started, ['npm', 'ci', '--no-audit', '--no-fund'], env)
  })
  await unlessDone('built', await hashOf([...packages, ...sources]), async () => {
    for (const name of sources) {
      await rm(join(tree, name), { recursive: true, force: true })
      await cp(join(source, name), join(tree, name), { recursive: true })
    }
    const placeholders = { DATABASE_URL: 'postgresql://127.0.0.1:9/none', PEERS_URL: 'http://localhost:9' }
    const secret = randomBytes(32).toString('hex')
    const env = { ...placeholders, PEERS_SECRET: secret, PEERS_PASSWORD: secret }
    await run(started, [process.execPath, next, 'build'], env)
  })
}

const packages = ['package.json', 'package-lock.json']
const sources = ['app', 'lib', 'next.config.ts', 'tsconfig.json']
const next = 'node_modules/next/dist/bin/next'

async function hashOf(names: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const name of names) {
    const entries = await readdir(join(source, name), { recursive: true, withFileTypes: true }).catch(() => null)
    const files = entries?.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    for (const file of (files ?? [join(source, name)]).sort()) hash.update(`${file}\0`).update(await readFile(file))
  }
  return hash.digest('hex')
}

/** What was interrupted has no stamp, and is done again. */
async function unlessDone(what: string, hash: string, work: () => Promise<void>): Promise<void> {
  const stamp = join(tree, `${what}.sha256`)
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === hash) return

  await rm(stamp, { force: true })
  await work()
  await writeFile(stamp, hash)
}

type Variables = Readonly<Record<string, string | undefined>>

function start(command: string, args: readonly string[], env: Variables) {
  const { PATH, HOME, SystemRoot, TMPDIR } = process.env
  const inherited = { PATH, HOME, SystemRoot, TMPDIR, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' }
  const child = spawn(command, [...args], {
    cwd: tree,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  endsWithRun(child)
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(String(chunk)))
  return { child, log: () => output.join('') }
}

async function run(started: Started, [command = '', ...args]: readonly string[], env: Variables): Promise<void> {
  console.error(`${source}: ${command === 'npm' ? 'npm ci' : 'next build'}`)
  const { child, log } = await started.use(
    async () => start(command, args, env),
    (running) => stop(running.child),
  )
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${source}: ${args.join(' ')} ended with ${code}\n${log()}`)
}

async function startServer(env: Variables) {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const { child, log } = start(process.execPath, [next, 'start', '-p', String(port)], { ...env, PEERS_URL: url })
  for (let tries = 0; tries < 600; tries += 1) {
    if (child.exitCode !== null) throw new Error(`${source} ended with ${child.exitCode}\n${log()}`)
    const answer = await request(url, '/api/reference').catch(() => null)
    if (answer?.status === 200) return { url, stop: () => stop(child) }
    await sleep(100)
  }
  await stop(child)
  throw new Error(`${source} does not answer after 60 s\n${log()}`)
}

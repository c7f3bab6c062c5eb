import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { constants, setPriority } from 'node:os'
import { join } from 'node:path'
import { lock } from 'proper-lockfile'
import { bundleServer } from '@/scripts/process/bundle'
import { endsWithRun } from '@/tests/support/run-folder'
import { waitingFor } from '@/tests/support/waits'

/** The location of a production build and its source tree. */
export interface Build {
  tree: string
  /** Relative to the tree, the format of NEXT_DIST_DIR. */
  dist: string
}

const root = process.cwd()
/** Next names actions by it: with the same key, two builds give an action the same name, as two deploys of one application do. */
const NEXT_SERVER_ACTIONS_ENCRYPTION_KEY = Buffer.alloc(32, 'tests').toString('base64')
/** The ignore file keeps Tailwind from looking for class names in build output. */
const alsoCopied = ['scripts', '.gitignore']
const sources = [
  ...[
    'app',
    'lib',
    'prisma',
    'public',
    'docs/bench.json',
    'docs/claims.json',
    'middleware.ts',
    'package.json',
    'package-lock.json',
  ],
  ...['next.config.js', 'postcss.config.js', 'postcss.config.mjs', 'prisma.config.ts', 'tsconfig.json'],
]

/** The unchanged application; builds again only when a source has changed. */
export async function buildApplication(): Promise<Build> {
  const build = { tree: root, dist: '.next-test' }
  await oneAtATime(() => buildIfChanged(build))
  return build
}

/** With the lab, which a production build contains only on request. */
export async function buildWithLab(): Promise<Build> {
  const build = { tree: root, dist: '.next-test-lab' }
  await oneAtATime(() => buildIfChanged(build, { LAB: 'on' }))
  return build
}

/**
 * The application with its middleware skipped (CVE-2025-29927 and similar bugs). A second, real build: a switch at run
 * time would be one more way to skip the middleware.
 */
export const buildWithoutMiddleware = (): Promise<Build> =>
  buildChanged('no-middleware', (tree) => matchNothing(join(tree, 'middleware.ts')))

/**
 * A changed copy of the application. It is inside the project, so that Node finds the packages in a parent folder;
 * Turbopack accepts the folder with the lock file as its root.
 */
export async function buildChanged(name: string, change: (tree: string) => Promise<void>): Promise<Build> {
  const build = { tree: join(root, '.data/tests', name), dist: '.next-test' }
  await oneAtATime(async () => {
    await copyIfChanged(build.tree, change)
    await buildIfChanged(build)
  })
  return build
}

/** A server may be reading its files there: a copy of the same sources is not replaced. */
async function copyIfChanged(tree: string, change: (tree: string) => Promise<void>): Promise<void> {
  const stamp = join(tree, 'copied.sha256')
  const hash = `${await hashOf(root, [...sources, ...alsoCopied, 'tests/support/build.ts'])} ${change}`
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === hash) return

  await copySources(tree)
  await change(tree)
  await linkFonts(tree)
  await writeFile(stamp, hash)
}

/** Two lanes may need the same build. The lock of a dead process expires after ten seconds. */
async function oneAtATime(work: () => Promise<void>): Promise<void> {
  const folder = join(root, '.data/tests')
  await mkdir(folder, { recursive: true })
  const release = await lock(root, {
    lockfilePath: join(folder, 'build.lock'),
    retries: { retries: 1200, factor: 1, minTimeout: 500 },
  })
  await waitingFor('build', work).finally(release)
}

async function buildIfChanged({ tree, dist }: Build, env: Readonly<Record<string, string>> = {}): Promise<void> {
  const stamp = join(tree, dist, 'sources.sha256')
  const hash = await hashOf(tree)
  if (!existsSync(stamp) || (await readFile(stamp, 'utf8')) !== hash) {
    await buildAnew({ tree, dist }, env)
    await writeFile(stamp, hash)
  }
  // Like the build command; it is fast, so a changed script needs no new build.
  await bundleServer(tree, dist)
}

async function buildAnew({ tree, dist }: Build, env: Readonly<Record<string, string>>): Promise<void> {
  const restore = remember([join(tree, 'tsconfig.json'), join(tree, 'next-env.d.ts')])
  try {
    await nextBuild(tree, dist, env)
  } finally {
    restore()
  }
}

async function nextBuild(tree: string, dist: string, extra: Readonly<Record<string, string>>): Promise<void> {
  const { PATH, HOME, SystemRoot } = process.env
  const own = { NODE_ENV: 'production', NEXT_DIST_DIR: dist, NEXT_TELEMETRY_DISABLED: '1' } as const
  const keys = { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY }
  const next = spawn(process.execPath, [join(root, 'node_modules/next/dist/bin/next'), 'build'], {
    cwd: tree,
    env: { PATH, HOME, SystemRoot, ...own, ...keys, ...extra },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  endsWithRun(next)
  // Low priority: concurrent tests measure milliseconds, a build does not.
  if (next.pid) setPriority(next.pid, constants.priority.PRIORITY_LOW)
  const output: string[] = []
  for (const stream of [next.stdout, next.stderr]) stream.on('data', (chunk) => output.push(String(chunk)))
  const [code] = await once(next, 'close')
  if (code !== 0) throw new Error(`next build failed in ${tree}\n${output.join('')}`)
}

/** `next build` writes its folder's name into both files; a test leaves the checkout as it was, also after Ctrl-C. */
function remember(paths: readonly string[]): () => void {
  const before = paths.filter((path) => existsSync(path)).map((path) => ({ path, text: readFileSync(path, 'utf8') }))
  const restore = () => {
    process.off('exit', restore)
    for (const { path, text } of before) writeFileSync(path, text)
  }
  process.once('exit', restore)
  return restore
}

async function hashOf(tree: string, parts = sources): Promise<string> {
  const hash = createHash('sha256').update(NEXT_SERVER_ACTIONS_ENCRYPTION_KEY)
  for (const path of await filesBelow(tree, parts)) hash.update(`${path}\0`).update(await readFile(join(tree, path)))
  return hash.digest('hex')
}

async function filesBelow(tree: string, parts: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    parts
      .filter((source) => existsSync(join(tree, source)))
      .map(async (source) => {
        if (/\.[a-z]+$/.test(source)) return [source]
        const entries = await readdir(join(tree, source), { recursive: true, withFileTypes: true })
        return entries
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name).slice(tree.length + 1))
      }),
  )
  return found.flat().sort()
}

async function copySources(tree: string): Promise<void> {
  await mkdir(tree, { recursive: true })
  for (const source of [...sources, ...alsoCopied]) {
    await rm(join(tree, source), { recursive: true, force: true })
    // A lock file here would make this folder the root, and Turbopack finds no packages above its root.
    const isWanted = existsSync(join(root, source)) && source !== 'package-lock.json'
    if (isWanted) await cp(join(root, source), join(tree, source), { recursive: true })
  }
}

/** Not `matcher: []`, which Next 16.4 reads as "match everything". */
async function matchNothing(middleware: string): Promise<void> {
  const text = await readFile(middleware, 'utf8')
  const emptied = text.replace(
    /export const config = [\s\S]*$/,
    "export const config = { matcher: '/no-request-has-this-path' }\n",
  )
  if (emptied === text) throw new Error('middleware.ts has no config to replace')
  await writeFile(middleware, emptied)
}

/**
 * Fonts are named by their path below node_modules. Only they are linked, inside a real folder of that name: through a
 * link to all of node_modules, Tailwind looks for class names in every package, for minutes.
 */
async function linkFonts(tree: string): Promise<void> {
  await mkdir(join(tree, 'node_modules'), { recursive: true })
  for (const scope of ['@fontsource', '@fontsource-variable']) {
    const link = join(tree, 'node_modules', scope)
    if (!existsSync(link)) await symlink(join(root, 'node_modules', scope), link, 'junction')
  }
}

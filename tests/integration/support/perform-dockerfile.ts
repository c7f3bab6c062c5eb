import { execFileSync } from 'node:child_process'
import { chmod, cp, mkdir, readFile } from 'node:fs/promises'
import { dirname, join, matchesGlob } from 'node:path'
import { type Instruction, readCommand, readCopy, readStages, type Stage } from '@/tests/integration/support/dockerfile'
import { copyTree } from '@/tests/support/copy-tree'
import { linkTree } from '@/tests/support/link-tree'

/** The content of a container of the last stage. */
export interface Image {
  folder: string
  env: Readonly<Record<string, string>>
  user: string
  command: readonly [string, ...string[]]
  healthCheck: readonly [string, ...string[]]
}

interface Built {
  folder: string
  env: Record<string, string>
  last: Record<string, string>
}

/**
 * Performs the Dockerfile without Docker, each stage in a folder of its own. `npm ci` is the one command that does not
 * run: it links the packages that are installed here, and then runs its script. @param before changes the context
 * before it is copied, for example adds a file with a secret
 */
export async function performDockerfile(place: string, before: (context: string) => Promise<void>): Promise<Image> {
  const context = join(place, 'context')
  await copyTree(context)
  await before(context)

  const built = new Map<string, Built>()
  const stages = readStages()
  for (const stage of stages) built.set(stage.name, await perform(stage, { place, context, built }))
  const { folder, env, last } = built.get(stages.at(-1)?.name ?? '') ?? { folder: '', env: {}, last: {} }
  return {
    ...{ folder, env, user: last.USER ?? 'root' },
    ...{ command: readCommand(last.CMD ?? '[]'), healthCheck: readCommand(last.HEALTHCHECK ?? '[]') },
  }
}

interface Site {
  place: string
  context: string
  built: ReadonlyMap<string, Built>
}

async function perform({ name, instructions }: Stage, site: Site): Promise<Built> {
  const own: Built = { folder: join(site.place, name), env: {}, last: {} }
  await mkdir(own.folder)
  // PostgreSQL's user, in the role of the user of the image, needs access to the content.
  await chmod(own.folder, 0o755)
  for (const instruction of instructions) await follow(instruction, own, site)
  return own
}

async function follow({ name, rest }: Instruction, own: Built, site: Site): Promise<void> {
  own.last[name] = rest
  if (name === 'ENV') Object.assign(own.env, Object.fromEntries(rest.split(' ').map((pair) => pair.split('='))))
  if (name === 'COPY') await copy(rest, own.folder, site)
  if (name === 'RUN') await run(rest, own)
}

async function copy(rest: string, folder: string, { context, built }: Site): Promise<void> {
  const { from, sources, target } = readCopy(rest)
  for (const source of sources) {
    if (from) await linkTree(join(built.get(from)?.folder ?? '', source.replace(/^\/app/, '')), join(folder, target))
    else await copyFromContext({ context, source, to: join(folder, placeOf(source, target)) })
  }
}

/** A file keeps its name in a folder; of a folder, its content is copied. */
const placeOf = (source: string, target: string) =>
  target.endsWith('/') && source !== '.' ? join(target, source.split('/').at(-1) ?? '') : target

async function copyFromContext({ context, source, to }: { context: string; source: string; to: string }) {
  const lines = (await readFile('.dockerignore', 'utf8')).split('\n').filter((line) => line && !line.startsWith('#'))
  const isIgnored = (path: string) => lines.some((line) => matchesGlob(path, line) || path.startsWith(`${line}/`))
  await mkdir(dirname(to), { recursive: true })
  await cp(join(context, source), to, {
    recursive: true,
    filter: (path) => !isIgnored(path.slice(context.length + 1)),
  })
}

async function run(command: string, { folder, env }: Built): Promise<void> {
  const isInstallation = command === 'npm ci'
  if (isInstallation) await linkTree('node_modules', join(folder, 'node_modules'))
  const { PATH, HOME } = process.env
  // None of the test's variables: a build needs no secret.
  const given = { PATH, HOME, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' as const, ...env }
  const script = isInstallation ? 'npm run postinstall' : command
  execFileSync('sh', ['-c', script], { cwd: folder, env: given, stdio: 'pipe' })
}

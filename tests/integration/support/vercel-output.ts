import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as z from 'zod'
import { basics } from '@/tests/integration/support/start-server'
import { copyTree } from '@/tests/support/copy-tree'
import { linkTree } from '@/tests/support/link-tree'
import type { Obstacle } from '@/tests/support/needs'
import { endsWithRun } from '@/tests/support/run-folder'

const vercel = ['--yes', 'vercel@60']

/** The reason why the command line of Vercel cannot run here. */
export function vercelObstacle(): Obstacle {
  const { status } = spawnSync('npx', [...vercel, '--version'], { stdio: 'ignore', timeout: 240_000 })
  return status === 0 ? null : 'needs the command line of Vercel: npx vercel@60, which comes from the npm registry'
}

/**
 * The files that `vercel link` and `vercel pull` write for a project without settings. The packages are installed
 * already.
 */
const project = {
  projectId: 'prj_none',
  orgId: 'team_none',
  settings: { framework: 'nextjs', installCommand: 'npm run postinstall' },
}

/** Builds a preview in a copy of the tree, without an account. @returns the folder that a deployment would upload */
export async function buildForVercel(tree: string, env: Readonly<Record<string, string>>): Promise<string> {
  await copyTree(tree)
  await linkTree('node_modules', join(tree, 'node_modules'))
  await mkdir(join(tree, '.vercel'))
  await writeFile(join(tree, '.vercel/project.json'), JSON.stringify(project))
  const own = { VERCEL_ENV: 'preview', VERCEL_TELEMETRY_DISABLED: '1', XDG_DATA_HOME: dirname(tree) }
  const building = spawn('npx', [...vercel, 'build', '--token', 'none'], {
    cwd: tree,
    env: { ...basics(), ...own, ...env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  endsWithRun(building)
  const output: string[] = []
  for (const stream of [building.stdout, building.stderr]) stream.on('data', (chunk) => output.push(String(chunk)))
  const [code] = await once(building, 'close')
  if (code !== 0) throw new Error(`vercel build ended with ${code}\n${output.join('')}`)
  return join(tree, '.vercel/output')
}

const Settings = z.object({
  runtime: z.string(),
  filePathMap: z.record(z.string(), z.string()).default({}),
})

export interface VercelFunction {
  /** Its path below `functions`, without the ending. */
  name: string
  runtime: string
  /** Absolute, by the path that each has in the function. */
  files: ReadonlyMap<string, string>
}

/** Every function with every file that it gets: its own, and those that it takes from the tree. */
export function readFunctions(output: string): readonly VercelFunction[] {
  const functions = join(output, 'functions')
  const names = readdirSync(functions, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.func'))
  return names.map((name) => {
    const folder = join(functions, name)
    const { runtime, filePathMap } = Settings.parse(JSON.parse(readFileSync(join(folder, '.vc-config.json'), 'utf8')))
    const taken = Object.entries(filePathMap).map(([path, from]) => [path, join(output, '../..', from)] as const)
    const own = filesBelow(folder).map((path) => [path, join(folder, path)] as const)
    // Links to folders of packages are listed too; what is in these is listed by itself.
    const files = new Map([...own, ...taken].filter(([, file]) => isFile(file)))
    return { name: name.slice(0, -'.func'.length), runtime, files }
  })
}

export function filesBelow(folder: string): readonly string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return paths.filter((path) => isFile(join(folder, path)))
}

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() === true

/** Every file of the output, and every file that its functions take from elsewhere. */
export function allFiles(output: string, functions: readonly VercelFunction[]): readonly string[] {
  const own = filesBelow(output).map((path) => join(output, path))
  return [...new Set([...own, ...functions.flatMap(({ files }) => [...files.values()])])]
}

export const bytesOf = ({ files }: VercelFunction) =>
  [...files.values()].reduce((sum, file) => sum + statSync(file).size, 0)

import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

interface Run {
  status: number
  output: string
  errors: string
}

/** @param command a package's command, or one of the machine. @returns its output and status, also when it fails */
export function run(command: string, args: readonly string[]): Run {
  const local = `node_modules/.bin/${command}`
  const { status, stdout, stderr } = spawnSync(existsSync(local) ? local : command, args, {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
  })
  return { status: status ?? 1, output: stdout ?? '', errors: stderr ?? '' }
}

/** For commands that must not fail; their output is printed. @throws {Error} */
export function runLoudly(command: string, args: readonly string[]): void {
  console.log(`\n> ${command} ${args.join(' ')}`)
  const { status } = spawnSync(command, args, {
    stdio: 'inherit',
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
  })
  if (status !== 0) throw new Error(`"${command} ${args.join(' ')}" failed.`)
}

/** Files that git tracks and that still exist. Symbolic links are left out. */
export function listFiles(): string[] {
  return run('git', ['ls-files', '-z'])
    .output.split('\0')
    .filter((path) => path !== '' && lstatSync(path, { throwIfNoEntry: false })?.isFile())
}

/** The issues that knip reports as JSON. @throws {Error} when its output is not JSON */
export function askKnip(include: string): readonly Record<string, unknown>[] {
  const { output, errors } = run('knip', ['--no-progress', '--reporter', 'json', '--include', include])
  const start = output.indexOf('{')
  if (start === -1) throw new Error(`knip failed: ${errors.trim() || output.trim()}`)
  return JSON.parse(output.slice(start, output.lastIndexOf('}') + 1)).issues
}

const text =
  /(\.(ts|tsx|js|mjs|css|prisma|json|jsonc|yaml|yml|md|html|toml)|Dockerfile|\.env\.example|\.dockerignore|\.ci\/run|\.gitignore)$/
export const isText = (path: string) => text.test(path)

export const read = (path: string) => readFileSync(path, 'utf8')

/** Writes a file only if its content differs. */
export function write(path: string, content: string): void {
  if (read(path) !== content) writeFileSync(path, content)
}

/** Deletes a file or folder, and parent folders that are empty then. */
export function remove(path: string): void {
  rmSync(path, { recursive: true, force: true })
  for (
    let folder = dirname(path);
    folder !== '.' && existsSync(folder) && readdirSync(folder).length === 0;
    folder = dirname(folder)
  )
    rmdirSync(folder)
}

export const isBelow = (path: string, folders: readonly string[]) =>
  folders.some((folder) => path === folder || path.startsWith(`${folder}/`))

import { type SpawnOptions, spawn } from 'node:child_process'
import { ready, stop } from '@/tests/support/application'
import { freePort } from '@/tests/support/free-port'
import { endsWithRun } from '@/tests/support/run-folder'

interface Server {
  command: readonly [string, ...string[]]
  folder: string
  /** Its whole output. */
  env: Readonly<Record<string, string>>
  owner?: Pick<SpawnOptions, 'uid' | 'gid'>
}

/** The variables without which no program runs. */
export const basics = ({ PATH = '', HOME = '', TMPDIR = '' } = process.env) => ({
  PATH,
  HOME,
  ...(TMPDIR && { TMPDIR }),
})

/** Starts a command that serves the application on a free port, and resolves when it is healthy. */
export async function startServer({ command: [program, ...args], folder, env, owner = {} }: Server) {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const server = spawn(program, args, {
    cwd: folder,
    env: { ...basics(), APP_URL: url, ...env, PORT: String(port), NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...owner,
  })
  endsWithRun(server)
  const output: string[] = []
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk) => output.push(String(chunk)))
  const log = () => output.join('')
  await ready(url, server, log)
  return { url, port, log, stop: () => stop(server) }
}

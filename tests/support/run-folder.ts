import type { ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/*
 * Everything that a run writes outside of the project, and the ids of the servers that it starts, are in one folder. It goes
 * with the run, also after Ctrl-C; what a killed run has left goes with the next one.
 */

const prefix = 'signed-sealed-stored-run-'

/** In the process of the run, before anything starts. Its children inherit TEST_RUN_FOLDER. */
export function openRunFolder(): void {
  if (process.env.TEST_RUN_FOLDER) return

  for (const left of readdirSync(tmpdir()).filter((name) => name.startsWith(prefix))) removeIfLeft(left)
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
  // PostgreSQL runs as another user, and has to get to its own folder inside.
  chmodSync(folder, 0o711)
  mkdirSync(join(folder, 'servers'))
  process.env.TEST_RUN_FOLDER = folder

  process.once('exit', () => remove(folder))
  // Without a listener, a signal ends Node without an `exit` event.
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => process.exit(code))
  }
}

/** A server that must not outlive the run, whichever process of the run has started it. */
export function endsWithRun(server: ChildProcess): void {
  const { TEST_RUN_FOLDER: folder } = process.env
  if (!folder || server.pid === undefined) return

  const note = join(folder, 'servers', String(server.pid))
  writeFileSync(note, '')
  server.once('exit', () => rmSync(note, { force: true }))
}

function removeIfLeft(name: string): void {
  const pid = Number(name.slice(prefix.length).split('-')[0])
  if (!isRunning(pid)) remove(join(tmpdir(), name))
}

function remove(folder: string): void {
  for (const pid of readdirSync(join(folder, 'servers'))) signal(Number(pid), 'SIGTERM')
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}

const isRunning = (pid: number) => signal(pid, 0)

/** @returns whether there is such a process */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name)
  } catch {
    return false
  }
}

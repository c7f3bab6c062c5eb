import { type ChildProcess, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/*
 * Everything that a run writes outside of the project, and the ids of the servers that it starts, are in one folder. It goes
 * with the run, also after Ctrl-C; what a killed run has left goes with the next one. The system gives the id of an ended process
 * to another one. A note therefore also says when its process started, and a process with another start gets no signal.
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
  writeFileSync(join(folder, 'started'), startOf(process.pid) ?? '')
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
  writeFileSync(note, startOf(server.pid) ?? '')
  server.once('exit', () => rmSync(note, { force: true }))
}

function removeIfLeft(name: string): void {
  const folder = join(tmpdir(), name)
  const pid = Number(name.slice(prefix.length).split('-')[0])
  if (!isStill(pid, join(folder, 'started'))) remove(folder)
}

function remove(folder: string): void {
  const servers = join(folder, 'servers')
  for (const pid of existsSync(servers) ? readdirSync(servers) : []) {
    if (isStill(Number(pid), join(servers, pid))) end(Number(pid))
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM')
  } catch {
    // It has ended meanwhile.
  }
}

/** @returns whether the process of that id runs and is the one whose start the note has */
function isStill(pid: number, note: string): boolean {
  const start = startOf(pid)
  // A run that has just begun has not written its own note yet.
  return start !== undefined && (!existsSync(note) || readFileSync(note, 'utf8') === start)
}

/** @returns when the process started, in the spelling of the system, or undefined where no such process runs */
function startOf(pid: number): string | undefined {
  if (process.platform !== 'linux') {
    const { status, stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' })
    return status === 0 ? stdout.trim() : undefined
  }
  try {
    // proc_pid_stat(5): the name in parentheses may have spaces. Field 22 is the start, in ticks since the machine started.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19]
  } catch {
    return undefined
  }
}

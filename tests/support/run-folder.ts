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
 * One folder holds all files that a run writes outside of the project, and the ids of the servers that it starts. The
 * run deletes it at its end, also after Ctrl-C; the next run deletes the folder of a killed one. The system reuses the
 * id of an ended process. A note therefore also records the start of its process, and a process with another start gets
 * no signal.
 */

const prefix = 'signed-sealed-stored-run-'

/** Runs in the process of the run, before any server starts. Child processes inherit TEST_RUN_FOLDER. */
export function openRunFolder(): void {
  if (process.env.TEST_RUN_FOLDER) return

  for (const left of readdirSync(tmpdir()).filter((name) => name.startsWith(prefix))) removeIfLeft(left)
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
  // PostgreSQL runs as another user, and needs access to its own folder inside.
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

/** A server that must not outlive the run, started by any process of the run. */
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
    // The process has ended meanwhile.
  }
}

/** @returns whether a process of that id runs and has the start of the note */
function isStill(pid: number, note: string): boolean {
  const start = startOf(pid)
  // A new run has not written its own note yet.
  return start !== undefined && (!existsSync(note) || readFileSync(note, 'utf8') === start)
}

/** @returns when the process started, in the format of the system, or undefined if no such process runs */
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

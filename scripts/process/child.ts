import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { accepts } from '../services/ports'

const PATIENCE_MS = 8000
const POLL_MS = 100
const isWindows = process.platform === 'win32'

/** @returns the line to print for a line of the child, null for none */
export type Rewrite = (line: string) => string | null

export type Child = { exited: Promise<number>; stop(): Promise<void> }

/**
 * Runs Node with `args` in a process group of its own: Ctrl-C reaches only this process, which then stops the group,
 * grandchildren included, before it closes the services that they use.
 */
export function startChild(args: readonly string[], env: NodeJS.ProcessEnv, rewrite?: Rewrite): Child {
  const output = rewrite ? 'pipe' : 'inherit'
  // Without a terminal of its own the child would print no colours.
  const colours = rewrite && process.stdout.isTTY && process.stdout.hasColors() ? { FORCE_COLOR: '1' } : {}
  const child = spawn(process.execPath, args, {
    env: { ...env, ...colours },
    detached: !isWindows,
    stdio: ['ignore', output, output, 'ipc'],
  })
  if (rewrite) {
    if (child.stdout) printLines(child.stdout, process.stdout, rewrite)
    if (child.stderr) printLines(child.stderr, process.stderr, rewrite)
  }
  const exited = new Promise<number>((resolve) => {
    child.once('exit', (code) => resolve(code ?? 1))
    child.once('error', () => resolve(1))
  })

  function signal(name: NodeJS.Signals): void {
    try {
      if (isWindows || child.pid === undefined) child.kill(name)
      else process.kill(-child.pid, name)
    } catch {
      // The group has no process left, as intended.
      return
    }
  }

  // Any end of this process ends the group, which would otherwise keep the port and have no database.
  process.once('exit', () => signal('SIGKILL'))

  return {
    exited,
    async stop() {
      signal('SIGTERM')
      await Promise.race([exited, sleep(PATIENCE_MS, undefined, { ref: false })])
      signal('SIGKILL')
      await exited
    },
  }
}

function printLines(from: Readable, to: Writable, rewrite: Rewrite): void {
  createInterface({ input: from, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
    const printed = rewrite(line)
    if (printed !== null) to.write(`${printed}\n`)
  })
}

/** Waits until the port accepts connections, or `givenUp` settles. */
export async function waitForPort(port: number, givenUp: Promise<unknown>): Promise<void> {
  let isOver = false
  const over = () => {
    isOver = true
  }
  givenUp.then(over, over)
  while (!isOver && !(await accepts(port))) await sleep(POLL_MS)
}

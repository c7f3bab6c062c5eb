import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { accepts } from '../services/ports'

const PATIENCE_MS = 8000
const POLL_MS = 100
const isWindows = process.platform === 'win32'

export type Child = { exited: Promise<number>; stop(): Promise<void> }

/**
 * Runs Node with `args` in a process group of its own: Ctrl-C reaches this process only, which then stops the group,
 * grandchildren included, before it closes what they use.
 */
export function startChild(args: readonly string[], env: NodeJS.ProcessEnv): Child {
  const child = spawn(process.execPath, args, {
    env,
    detached: !isWindows,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const exited = new Promise<number>((resolve) => {
    child.once('exit', (code) => resolve(code ?? 1))
    child.once('error', () => resolve(1))
  })

  function signal(name: NodeJS.Signals): void {
    try {
      if (isWindows || child.pid === undefined) child.kill(name)
      else process.kill(-child.pid, name)
    } catch {
      // Nobody of the group is left: what was wanted.
      return
    }
  }

  // Whatever ends this process ends the group, which would otherwise hold the port and find no database.
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

/** Until somebody listens, or `givenUp` settles. */
export async function waitForPort(port: number, givenUp: Promise<unknown>): Promise<void> {
  let isOver = false
  const over = () => {
    isOver = true
  }
  givenUp.then(over, over)
  while (!isOver && !(await accepts(port))) await sleep(POLL_MS)
}

/** The resources of a long-lived command, and how it ends. */
export type Lifetime = {
  /** Registered first, closed last. */
  onClose(close: () => Promise<void>): void
  end(exitCode: number): Promise<never>
}

/** One Ctrl-C arrives twice: from the terminal, and passed on by npm. */
const SAME_KEY_MS = 500
const FOLLOW_MS = 500

const exitCodes = { SIGINT: 130, SIGTERM: 0, SIGHUP: 0 } as const

/**
 * Runs `work`. Ctrl-C, `kill` and a closed terminal close everything in order before the process ends, even when `work`
 * has not finished. A second Ctrl-C does not wait. An error is printed as one sentence, without a stack.
 */
export function live(work: (lifetime: Lifetime) => Promise<void>): void {
  const closers: Array<() => Promise<void>> = []
  let ending: Promise<never> | undefined

  async function closeAll(exitCode: number): Promise<never> {
    for (let close = closers.pop(); close; close = closers.pop()) await close()
    process.exit(exitCode)
  }
  /** The first reason to end determines the exit code: a child that stops because of it does not count. */
  function end(exitCode: number): Promise<never> {
    ending ??= closeAll(exitCode)
    return ending
  }

  const started = work({ onClose: (close) => void closers.push(close), end }).catch(async (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    await end(1)
  })
  let interruptedAt: number | undefined
  function interrupt(signal: keyof typeof exitCodes): void {
    if (interruptedAt !== undefined) {
      if (Date.now() - interruptedAt > SAME_KEY_MS) process.exit(exitCodes[signal])
      return
    }
    interruptedAt = Date.now()
    // A database that is being created is finished first: an incomplete one would make the next start fail.
    started.then(() => end(exitCodes[signal])).catch(() => process.exit(1))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupt(signal))
  followNpm(() => interrupt('SIGTERM'))
}

/** `kill` of an npm command ends npm and its shell, which does not forward the signal: the shell's end counts as the signal. */
function followNpm(onEnd: () => void): void {
  const shell = process.ppid
  if (!process.env.npm_lifecycle_event) return
  const timer = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(timer)
    onEnd()
  }, FOLLOW_MS)
  timer.unref()
}

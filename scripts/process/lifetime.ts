/** What a long-lived command holds open, and how it lets go. */
export type Lifetime = {
  /** Registered first, closed last. */
  onClose(close: () => Promise<void>): void
  end(exitCode: number): Promise<never>
}

const exitCodes = { SIGINT: 130, SIGTERM: 0, SIGHUP: 0 } as const

/**
 * Runs `work`; Ctrl-C, `kill` and a closed terminal close everything in order before the process goes, even when
 * `work` has not finished. A second Ctrl-C does not wait. An error is told in one sentence, without a stack.
 */
export function live(work: (lifetime: Lifetime) => Promise<void>): void {
  const closers: Array<() => Promise<void>> = []
  let isEnding = false

  async function end(exitCode: number): Promise<never> {
    isEnding = true
    for (let close = closers.pop(); close; close = closers.pop()) await close()
    process.exit(exitCode)
  }

  const started = work({ onClose: (close) => void closers.push(close), end }).catch(async (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    await end(1)
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (isEnding) process.exit(exitCodes[signal])
      isEnding = true
      // A database that is just being made is finished first: half of one would be in the way of the next start.
      started.then(() => end(exitCodes[signal])).catch(() => process.exit(1))
    })
  }
}

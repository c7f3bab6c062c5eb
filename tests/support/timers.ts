import { vi } from 'vitest'

/**
 * Runs the work and counts the timers that it starts, and those of them that it stops.
 * @param isOwn which of the timers are meant
 */
export async function countTimers(
  isOwn: (callback: { name: string }, milliseconds: number | undefined) => boolean,
  work: () => Promise<unknown>,
): Promise<{ started: number; stopped: number }> {
  const [start, stop] = [vi.spyOn(globalThis, 'setTimeout'), vi.spyOn(globalThis, 'clearTimeout')]
  try {
    await work()
    const timers = start.mock.results.filter((_, number) => {
      const [callback, milliseconds] = start.mock.calls[number] ?? []
      return callback !== undefined && isOwn(callback, milliseconds)
    })
    const stopped = new Set<unknown>(stop.mock.calls.map(([timer]) => timer))
    return { started: timers.length, stopped: timers.filter(({ value }) => stopped.has(value)).length }
  } finally {
    vi.restoreAllMocks()
  }
}

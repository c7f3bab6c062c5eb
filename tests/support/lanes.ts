import type { TestProject } from 'vitest/node'

/*
 * Suites that also wait (for browsers, deadlines, stores) run their files concurrently in lanes. Each lane has its own
 * stores or application, shared by its files: no test sees the effects of a concurrent one.
 */

/** @param start starts the resources of one lane */
export const forEachLane = <T>({ config }: TestProject, start: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: config.maxWorkers }, start))

/** The resources of this process's lane. */
export function ofThisLane<T>(each: readonly T[]): T {
  // Vitest counts its workers from 1. A worker may have a number above those of its group.
  const own = each[(Number(process.env.VITEST_POOL_ID) - 1) % each.length]
  if (!own) throw new Error(`nothing was provided for lane ${process.env.VITEST_POOL_ID}`)
  return own
}

import type { TestProject } from 'vitest/node'

/*
 * Suites that also wait (for browsers, deadlines, stores) run their files in lanes, side by side. What the files of a
 * lane share, stores or an application, is that lane's alone: no test meets what another one does meanwhile.
 */

/** @param start what one lane is given */
export const forEachLane = <T>({ config }: TestProject, start: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: config.maxWorkers }, start))

/** What this process was given for its own lane. */
export function ofThisLane<T>(each: readonly T[]): T {
  // Vitest counts its workers from 1. A worker may have a number above those of its group.
  const own = each[(Number(process.env.VITEST_POOL_ID) - 1) % each.length]
  if (!own) throw new Error(`nothing was provided for lane ${process.env.VITEST_POOL_ID}`)
  return own
}

import type { TestContext } from 'vitest'

/** The reason why a test cannot run here, as a sentence, or null if it can. */
export type Obstacle = string | null

/**
 * For `beforeEach`: reports the tests as skipped with the reason. In continuous integration the obstacle is a failure,
 * because a silent skip would hide it.
 */
export function needs(obstacle: Obstacle): (context: TestContext) => void {
  return (context) => {
    if (!obstacle) return
    if (process.env.CI === 'true') throw new Error(obstacle)
    context.skip(obstacle)
  }
}

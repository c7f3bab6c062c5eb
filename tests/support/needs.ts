import type { TestContext } from 'vitest'

/** Why something cannot run here, as a sentence, or null if it can. */
export type Obstacle = string | null

/**
 * For `beforeEach`: reports the tests as skipped and says why. A continuous integration that silently
 * skips is worse than a red one, so there the obstacle is a failure.
 */
export function needs(obstacle: Obstacle): (context: TestContext) => void {
  return (context) => {
    if (!obstacle) return
    if (process.env.CI === 'true') throw new Error(obstacle)
    context.skip(obstacle)
  }
}

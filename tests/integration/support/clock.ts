import { afterEach, vi } from 'vitest'

/** Sets the monotonic clock of this process forward instead of waiting. Real time passes as well. */
export function adjustableClock(): { letPass: (milliseconds: number) => void } {
  const real = performance.now.bind(performance)
  let ahead = 0
  afterEach(() => {
    ahead = 0
    vi.restoreAllMocks()
  })

  return {
    letPass: (milliseconds) => {
      ahead += milliseconds
      vi.spyOn(performance, 'now').mockImplementation(() => real() + ahead)
    },
  }
}

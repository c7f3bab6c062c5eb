import { afterEach, vi } from 'vitest'

/** The monotonic clock of this process, set forward instead of waited for. Real time goes on passing. */
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

/** A point in time on both clocks of a machine, to measure an age from. Milliseconds. */
export interface Moment {
  monotonic: number
  wall: number
}

export const currentMoment = (): Moment => ({ monotonic: performance.now(), wall: Date.now() })

/** Infinitely old. */
export const never: Moment = { monotonic: Number.NEGATIVE_INFINITY, wall: Number.NEGATIVE_INFINITY }

/**
 * @returns the milliseconds since then, by the clock that says more. The monotonic clock may stop while a machine or an
 *   isolate is suspended, and the wall clock may be set back: neither must make a replica look younger than it is.
 */
export function ageOf({ monotonic, wall }: Moment): number {
  return Math.max(performance.now() - monotonic, Date.now() - wall)
}

/** A moment to measure an age from, by both clocks of a machine. Milliseconds. */
export interface Moment {
  monotonic: number
  wall: number
}

export const currentMoment = (): Moment => ({ monotonic: performance.now(), wall: Date.now() })

/** Before everything: whatever is as old as this is too old. */
export const never: Moment = { monotonic: Number.NEGATIVE_INFINITY, wall: Number.NEGATIVE_INFINITY }

/**
 * Milliseconds since then, by whichever clock says more. The monotonic one may stand still while a machine or an isolate is
 * suspended, and the other one may be set back: neither must make anything younger than it is.
 */
export function ageOf({ monotonic, wall }: Moment): number {
  return Math.max(performance.now() - monotonic, Date.now() - wall)
}

/** Which step of a check ran inside which other one. Client components may import this file. */

interface Timed {
  name: string
  /** Milliseconds since the trace began. */
  at: number
  milliseconds: number
}

export interface NestedStep<T> {
  step: T
  /** What ran inside of it, in the order in which it began. */
  inside: readonly T[]
}

const stores: readonly string[] = ['redis', 'postgres']

/** Milliseconds: times are rounded to hundredths, at both ends. */
const rounding = 0.021

/**
 * In the order in which they began, each call of a store inside the step that made it: the shortest one around it. A call
 * around which no step is known stands by itself.
 */
export function nestSteps<T extends Timed>(steps: readonly T[]): readonly NestedStep<T>[] {
  const outer = steps.filter(({ name }) => !stores.includes(name))
  const inner = steps.filter(({ name }) => stores.includes(name))
  const parents = new Map(inner.map((step) => [step, parentOf(step, outer)]))
  const alone = inner.filter((step) => !parents.get(step))

  return inOrder([...outer, ...alone]).map((step) => ({
    step,
    inside: inOrder(inner.filter((one) => parents.get(one) === step)),
  }))
}

function parentOf<T extends Timed>(step: T, outer: readonly T[]): T | undefined {
  const around = outer.filter(
    ({ at, milliseconds }) =>
      at <= step.at + rounding &&
      at + milliseconds + rounding >= step.at + step.milliseconds &&
      milliseconds + rounding >= step.milliseconds,
  )
  return around.toSorted((one, other) => one.milliseconds - other.milliseconds)[0]
}

/** Of steps that began within the same hundredth of a millisecond, the one that ended first. */
const inOrder = <T extends Timed>(steps: readonly T[]): readonly T[] =>
  steps.toSorted((one, other) => one.at - other.at || one.at + one.milliseconds - (other.at + other.milliseconds))

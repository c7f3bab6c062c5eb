/** Nests the steps of a check. Client components may import this file. */

interface Timed {
  name: string
  /** Milliseconds since the trace began. */
  at: number
  milliseconds: number
}

export interface NestedStep<T> {
  step: T
  /** The steps that ran inside it, in the order in which they began. */
  inside: readonly T[]
}

const stores: readonly string[] = ['redis', 'postgres']

/** Milliseconds: times are rounded to hundredths, at both ends. */
const rounding = 0.021

/**
 * Steps in the order in which they began, each call of a store inside the shortest step around it. A call without one
 * stands alone.
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

/** Steps that began in the same hundredth of a millisecond are ordered by their end. */
const inOrder = <T extends Timed>(steps: readonly T[]): readonly T[] =>
  steps.toSorted((one, other) => one.at - other.at || one.at + one.milliseconds - (other.at + other.milliseconds))

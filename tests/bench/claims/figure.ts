import type { ClaimFigure, Unit } from '@/lib/figures/claims'
import type { CheckFigures } from '@/lib/figures/measured'
import type { Model } from '@/lib/session/models'
import type { Mode } from '@/lib/session/revocation/modes'
import { median } from '@/tests/bench/support/statistics'

type More = Partial<Pick<ClaimFigure, 'mode' | 'ratio'>>

export const toFigure = (figure: string, of: string, value: number, unit: Unit, more: More = {}): ClaimFigure => ({
  ...{ figure, of },
  ...(more.mode && { mode: more.mode }),
  ...{ value: rounded(value), unit },
  ...(more.ratio !== undefined && { ratio: Number(more.ratio.toFixed(2)) }),
})

/** Counts stay whole; no duration has more than four digits that mean anything. */
const rounded = (value: number) => (Number.isInteger(value) ? value : Number(value.toPrecision(4)))

export interface Attempts {
  of: string
  tries: number
  accepted: number
}

/** How many of how many: two figures, of which the first decides. */
export const toCounts = (figure: string, { of, tries, accepted }: Attempts): readonly ClaimFigure[] => [
  toFigure(figure, of, accepted, 'count'),
  toFigure('tries', of, tries, 'count'),
]

export const medianOf = (figure: string, of: string, microseconds: readonly number[]) =>
  toFigure(figure, of, median(microseconds), 'us')

/** @throws when it was not measured */
export function checkOf(checks: readonly CheckFigures[], model: Model, mode: Mode): CheckFigures {
  const found = checks.find((check) => check.model === model && check.mode === mode)
  if (!found) throw new Error(`${model} was not measured in ${mode} mode`)
  return found
}

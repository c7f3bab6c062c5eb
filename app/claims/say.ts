import type { english } from '@/app/claims/messages'
import { fill } from '@/app/ui/fill'
import type { Shown, Unit } from '@/lib/figures/claims'
import { sayDuration, sayRate } from '@/lib/figures/distribution'
import { days } from '@/lib/time'

/** The texts of the page. Those of docs/claims.md are English alone. */
export type Messages = Omit<typeof english, 'document'>

/** @throws when docs/claims.json has an id for which a language has no label */
export function labelOf(labels: Readonly<Record<string, string>>, id: string): string {
  const label = labels[id]
  if (label === undefined) throw new Error(`app/claims/messages.ts has no label for ${id}`)
  return label
}

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 2 })

/** Units that are the same in every language. */
const sayIn: Readonly<Record<Unit, (value: number) => string>> = {
  us: sayTime,
  ms: (value) => sayTime(value * 1000),
  s: (value) => (value < days(1) ? `${number.format(value)} s` : `${number.format(Math.round(value / days(1)))} d`),
  bytes: (value) => `${number.format(value)} B`,
  '1/s': (value) => `${number.format(Math.round(value))} /s`,
  count: sayCount,
  percent: (value) => `${number.format(value)} %`,
  ratio: (value) => `${value.toFixed(2)} ×`,
  requests: sayCount,
}

/** @param microseconds negative where something ended before the moment that is counted from */
function sayTime(microseconds: number): string {
  if (microseconds === 0) return '0 ms'
  return `${microseconds < 0 ? '−' : ''}${sayDuration(Math.abs(microseconds))}`
}

function sayCount(value: number): string {
  return value > 0 && value < 1 ? sayRate(value) : number.format(value)
}

/** @param tries how many there were: “3 of 20” */
export function sayFigure({ unit, value, tries, ratio }: Shown, t: Messages): string {
  const said = sayIn[unit](value)
  if (tries) return fill(t.page.outOf, { count: said, tries: sayIn[tries.unit](tries.value) })
  return ratio === undefined ? said : `${said} (${sayIn.ratio(ratio)})`
}

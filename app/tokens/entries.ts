import { fieldOf } from '@/app/tokens/field-of'
import { mainMeanings, otherMeanings } from '@/app/tokens/meanings'
import { inUtc } from '@/app/ui/in-utc'

export interface Entry {
  name: string
  /** Undefined for what we have no words for. */
  meaning: string | undefined
  /** More than one where the tokens differ. */
  values: readonly string[]
}

const meanings: ReadonlyMap<string, string> = new Map([...mainMeanings, ...otherMeanings])

/** @param parts the same part of each token: all headers, or all claims */
export function entriesOf(parts: readonly object[]): readonly Entry[] {
  const names = new Set(parts.flatMap((part) => Object.keys(part)))
  return [...names]
    .map((name) => ({ name, meaning: meanings.get(name), values: valuesOf(parts, name) }))
    .sort((one, other) => rankOf(one.name) - rankOf(other.name))
}

const order = [...meanings.keys()]
const rankOf = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)

function valuesOf(parts: readonly object[], name: string): readonly string[] {
  return [...new Set(parts.map((part) => toText(name, fieldOf(part, name))))]
}

const moments: readonly string[] = ['exp', 'iat', 'auth_time', 'started_at', 'ends_at']

function toText(name: string, value: unknown): string {
  if (typeof value === 'number' && moments.includes(name)) return `${inUtc(value * 1000, 'second')} (${value})`
  return Array.isArray(value) ? value.join(', ') : String(value)
}

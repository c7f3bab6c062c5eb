import { inUtc } from '@/app/ui/in-words'

export type Fact = readonly [name: string, value: unknown]

/** Names and values as they are stored. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl>
      {facts.map(([name, value]) => (
        <div key={name} className="grid gap-x-4 border-t border-rule py-2 sm:grid-cols-[11rem_1fr]">
          <dt className="font-mono text-sm font-semibold">{name}</dt>
          <dd className="font-mono text-sm wrap-anywhere">{toText(name, value)}</dd>
        </div>
      ))}
    </dl>
  )
}

export const factsOf = (object: object): readonly Fact[] => Object.entries(object)

const instants = /^(exp|iat|auth_time|started_at|ends_at|\w+(At|Until))$/

function toText(name: string, value: unknown): string {
  if (value instanceof Date) return inUtc(value, 'second')
  if (typeof value === 'number' && instants.test(name)) return `${value}: ${inUtc(value * 1000, 'second')}`
  return typeof value === 'string' ? value : JSON.stringify(value)
}

import { RadioCard } from '@/app/ui/radio-card'
import type { Way } from '@/lib/lab/words'

const offered = [
  ['strict', 'Redis is asked, every time'],
  ['snapshot', 'a copy answers, a second old at most'],
  ['off', 'nobody is asked'],
] as const satisfies readonly (readonly [Way, string])[]

export function WayChoice({ chosen, choose }: { chosen: Way; choose: (way: Way) => void }) {
  return (
    <fieldset>
      <legend className="mb-2 font-medium">How to ask what was revoked</legend>
      <div className="grid gap-2 sm:grid-cols-3">
        {offered.map(([way, meaning]) => (
          <RadioCard key={way} name="way" value={way} checked={way === chosen} onChange={() => choose(way)}>
            <span>
              <span className="block leading-snug font-semibold">{way}</span>
              <span className="block text-sm leading-snug text-ink-soft">{meaning}</span>
            </span>
          </RadioCard>
        ))}
      </div>
    </fieldset>
  )
}

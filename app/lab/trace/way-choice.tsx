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
          <label
            key={way}
            className="flex min-h-11 cursor-pointer items-center gap-3 border border-field px-3 py-2 has-checked:border-model has-checked:bg-model-wash has-checked:ring-1 has-checked:ring-model"
          >
            <input
              type="radio"
              name="way"
              value={way}
              checked={way === chosen}
              onChange={() => choose(way)}
              className="accent-model"
            />
            <span>
              <span className="block leading-snug font-semibold">{way}</span>
              <span className="block text-sm leading-snug text-ink-soft">{meaning}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

import { type Fault, faults, lateness } from '@/lib/lab/words'

const meanings: Readonly<Record<Fault, string>> = {
  none: 'there',
  slow: `slow: ${lateness} ms late`,
  failing: 'failing: answers with an error',
  away: 'away: does not answer',
}

interface Props {
  store: 'Redis' | 'Postgres'
  chosen: Fault
  onChoose: (fault: Fault) => void
}

export function FaultChoice({ store, chosen, onChoose }: Props) {
  return (
    <fieldset>
      <legend className="mb-1 font-medium">{store} is</legend>
      <div className="grid gap-2">
        {faults.map((fault) => (
          <label
            key={fault}
            className="flex min-h-11 cursor-pointer items-center gap-3 border border-field px-3 py-2 has-checked:border-model has-checked:bg-model-wash has-checked:ring-1 has-checked:ring-model"
          >
            <input
              type="radio"
              name={store}
              value={fault}
              checked={fault === chosen}
              onChange={() => onChoose(fault)}
              className="accent-model"
            />
            {meanings[fault]}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

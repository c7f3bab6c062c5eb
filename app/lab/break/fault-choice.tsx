import { RadioCard } from '@/app/ui/radio-card'
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
          <RadioCard key={fault} name={store} value={fault} checked={fault === chosen} onChange={() => onChoose(fault)}>
            {meanings[fault]}
          </RadioCard>
        ))}
      </div>
    </fieldset>
  )
}

import { actSentences } from '@/app/lab/replay/sentences'
import { RadioCard } from '@/app/ui/radio-card'
import { type Act, acts, type Wish } from '@/lib/lab/replay'

interface Props {
  act: Act
  own: boolean
  change: (changed: Partial<Wish>) => void
}

export function ActChoice({ act, own, change }: Props) {
  return (
    <div>
      <fieldset>
        <legend className="font-medium">What you do about the theft</legend>
        <div className="mt-2 grid grid-cols-2 gap-2 sm:flex sm:flex-wrap">
          {acts.map((name) => (
            <RadioCard key={name} name="act" value={name} checked={name === act} onChange={() => change({ act: name })}>
              {actSentences[name].name}
            </RadioCard>
          ))}
        </div>
      </fieldset>
      <p className="mt-2 max-w-2xl text-ink-soft">{actSentences[act].does}</p>
      <label className="mt-3 flex max-w-2xl cursor-pointer items-start gap-3">
        <input
          type="checkbox"
          checked={own}
          onChange={(event) => change({ own: event.target.checked })}
          className="mt-1 size-4 shrink-0 accent-ink"
        />
        <span>
          Also try the stolen copy of my own session. The act then ends it, and I log in again. (A change of the role
          and a rotation of keys end no session.)
        </span>
      </label>
    </div>
  )
}

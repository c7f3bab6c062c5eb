import { tickLength, type Wish } from '@/lib/lab/shared/replay'

interface Props {
  wish: Omit<Wish, 'jar'>
  change: (changed: Partial<Wish>) => void
}

const choices = { seconds: [6, 10, 20, 30, 60], freshLeft: [3, 5, 8, 15] } as const

export function RunNumbers({ wish, change }: Props) {
  return (
    <div className="grid max-w-2xl gap-5 sm:grid-cols-2">
      <Choice
        label="The run takes"
        name="seconds"
        value={wish.seconds}
        choose={(seconds) => change({ seconds })}
        hint={`There is an attempt every ${tickLength} ms. It is skipped while the last one has no answer yet.`}
      />
      <Choice
        label="Fresh windows close after"
        name="freshLeft"
        value={wish.freshLeft}
        choose={(freshLeft) => change({ freshLeft })}
        hint="In its fresh window a credential needs no renewal. The sessions opened for the run are backdated, so that theirs closes after this time. Your own session is not changed."
      />
    </div>
  )
}

interface ChoiceProps {
  label: string
  name: keyof typeof choices
  value: number
  choose: (value: number) => void
  hint: string
}

function Choice({ label, name, value, choose, hint }: ChoiceProps) {
  return (
    <div>
      <label htmlFor={name} className="font-medium">
        {label}
      </label>
      <select
        id={name}
        className="input mt-1"
        value={value}
        aria-describedby={`${name}-hint`}
        onChange={(event) => choose(Number(event.target.value))}
      >
        {choices[name].map((seconds) => (
          <option key={seconds} value={seconds}>
            {seconds} seconds
          </option>
        ))}
      </select>
      <p id={`${name}-hint`} className="mt-1 text-sm text-ink-soft">
        {hint}
      </p>
    </div>
  )
}

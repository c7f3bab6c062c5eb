import { fewest, most } from '@/lib/lab/measure-words'

interface Props {
  isRunning: boolean
  onStart: (count: number) => Promise<void>
  onStop: () => void
}

/** One submit button and one beside it, both always there: nothing moves, and the focus stays where it is. */
export function MeasureForm({ isRunning, onStart, onStop }: Props) {
  return (
    <form
      className="flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        const count = Number(new FormData(event.currentTarget).get('count'))
        if (!isRunning) void onStart(count)
      }}
    >
      <label className="block">
        <span className="mb-1 block font-medium">Checks of each kind</span>
        <input
          className="input w-40"
          type="number"
          name="count"
          min={fewest}
          max={most}
          step={1}
          defaultValue={50}
          required
        />
      </label>
      <button type="submit" className="button" aria-disabled={isRunning}>
        Measure
      </button>
      <button type="button" className="button button-quiet" aria-disabled={!isRunning} onClick={onStop}>
        Stop
      </button>
    </form>
  )
}

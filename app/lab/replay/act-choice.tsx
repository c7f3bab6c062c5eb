import { actSentences } from '@/app/lab/replay/sentences'
import { type Act, acts, type Wish } from '@/lib/lab/replay'

interface Props {
  act: Act
  own: boolean
  change: (changed: Partial<Wish>) => void
}

export function ActChoice({ act, own, change }: Props) {
  return (
    <section aria-labelledby="act" className="border-t-2 border-model pt-4">
      <h2 id="act" className="text-3xl font-semibold">
        Do something about it
      </h2>
      <p className="mt-2 max-w-2xl text-ink-soft">
        One session of each model is opened for you, so that all three run side by side, and ended afterwards. A second
        into the run this happens to them, by the same code that the application itself uses:
      </p>
      <fieldset className="mt-4 grid max-w-2xl gap-2">
        <legend className="sr-only">What is done</legend>
        {acts.map((name) => (
          <label key={name} className="flex cursor-pointer items-start gap-3 border border-field bg-sheet px-3 py-2.5">
            <input
              type="radio"
              name="act"
              value={name}
              checked={name === act}
              onChange={() => change({ act: name })}
              className="mt-1 size-4 shrink-0 accent-model"
            />
            <span>
              <span className="block font-semibold">{actSentences[name].name}</span>
              <span className="block text-sm text-ink-soft">{actSentences[name].does}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <label className="mt-4 flex max-w-2xl cursor-pointer items-start gap-3">
        <input
          type="checkbox"
          checked={own}
          onChange={(event) => change({ own: event.target.checked })}
          className="mt-1 size-4 shrink-0 accent-model"
        />
        <span>
          Also replay the stolen copy of my own session. It really ends with the run, and I log in again. (Not when the
          role changes or keys are rotated: neither ends it.)
        </span>
      </label>
      <p className="mt-4 max-w-2xl text-ink-soft">
        Rotating keys ends nothing until the old one is retired, and then all that it made, everybody’s.{' '}
        <code className="font-mono text-sm break-words">tests/security/key-rotation-drill.test.ts</code> makes the three
        deploys, with two processes one step apart.
      </p>
    </section>
  )
}

import type { useReplay } from '@/app/lab/replay/use-replay'
import { jarLifetime } from '@/lib/lab/replay'
import type { Model } from '@/lib/session/models'

interface Props {
  model: Model
  replay: ReturnType<typeof useReplay>
}

export function StolenCopy({ model, replay: { stolen, busy, steal, drop } }: Props) {
  return (
    <section aria-labelledby="steal">
      <h2 id="steal" className="text-2xl font-semibold">
        The stolen copy
      </h2>
      <p className="mt-2 max-w-2xl text-ink-soft">
        The server copies the cookies of your session into a jar: encrypted, for you alone, for {jarLifetime / 60}{' '}
        minutes. Your browser learns the name of the jar, never what is in it. A run steals a copy by itself where there
        is none.
      </p>
      <p className="mt-4 min-h-12 max-w-2xl font-medium">
        {stolen
          ? `The jar holds your ${model} session, ${stolen.bytes} bytes, until ${clockTime(stolen.expiresAt)}.`
          : 'The jar is empty.'}
      </p>
      <div className="flex flex-wrap gap-3">
        <button type="button" className="button" aria-disabled={busy !== null} onClick={() => void steal()}>
          Steal my session
        </button>
        <button
          type="button"
          className="button button-quiet"
          aria-disabled={busy !== null || !stolen}
          onClick={() => void drop()}
        >
          Drop the copy
        </button>
      </div>
    </section>
  )
}

const clockTime = (instant: number) => new Date(instant * 1000).toLocaleTimeString('en-GB')

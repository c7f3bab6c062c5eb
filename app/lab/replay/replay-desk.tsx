'use client'

import { useState } from 'react'
import { endsReader } from '@/app/lab/replay/conclude'
import { endsOwnSession } from '@/app/lab/replay/recording'
import { RunNumbers } from '@/app/lab/replay/run-numbers'
import { actSentences } from '@/app/lab/replay/sentences'
import { TimeLines } from '@/app/lab/replay/time-lines'
import { useReplay } from '@/app/lab/replay/use-replay'
import { Refusable } from '@/app/lab/ui/refusable'
import { RadioCard } from '@/app/ui/form/field'
import { type Act, acts, jarLifetime, type Wish } from '@/lib/lab/shared/replay'
import type { Model } from '@/lib/session/models'

const firstWish: Omit<Wish, 'jar' | 'act'> = { seconds: 10, freshLeft: 5, own: true }

/**
 * The run can start at once: each choice below the button has a default.
 * @param act chosen by the address of the page
 */
export function ReplayDesk({ model, act }: { model: Model; act: Act }) {
  const replay = useReplay()
  const [wish, setWish] = useState({ ...firstWish, act })
  const change = (changed: Partial<typeof wish>) => setWish((before) => ({ ...before, ...changed }))
  const isRunning = replay.busy === 'running'
  const isLoggedOut = !isRunning && endsOwnSession(replay.recording)

  return (
    <div className="grid gap-6">
      <div>
        <div className="flex flex-wrap items-center gap-3">
          <button
            type="button"
            className={`button ${endsReader(wish) ? 'button-danger' : ''}`}
            aria-disabled={replay.busy !== null}
            aria-describedby="what-a-run-does"
            onClick={() => void replay.start(wish)}
          >
            Start the run
          </button>
          <button type="button" className="button button-quiet" aria-disabled={!isRunning} onClick={replay.stop}>
            Stop
          </button>
          <p role="status" className="font-medium">
            <Refusable
              word={isLoggedOut ? `${replay.word} It has ended your own session.` : replay.word}
              hasEnded={isLoggedOut}
            />
            {!isRunning && replay.recording.isOver && (
              <>
                {isLoggedOut ? '. ' : ' '}
                <a href="#lines" className="link">
                  See the result
                </a>
                .
              </>
            )}
          </p>
        </div>
        <p id="what-a-run-does" className="mt-2 max-w-2xl">
          Copies your session and tries the copy for {wish.seconds} seconds. After the first second it does this (the
          act): <strong className="font-semibold">{actSentences[wish.act].name.toLowerCase()}</strong>.
          {endsReader(wish) && ' This ends your own session: you are logged out afterwards.'}
        </p>
      </div>
      <ActChoice act={wish.act} own={wish.own} change={change} />
      <details>
        <summary className="link inline-flex min-h-11 cursor-pointer items-center">
          The stolen copy, and how long a run takes
        </summary>
        <div className="mt-3 grid gap-6">
          <StolenCopy model={model} replay={replay} />
          <RunNumbers wish={wish} change={change} />
        </div>
      </details>
      <TimeLines recording={replay.recording} isRunning={isRunning} />
    </div>
  )
}

interface Props {
  act: Act
  own: boolean
  change: (changed: Partial<Wish>) => void
}

export function ActChoice({ act, own, change }: Props) {
  return (
    <div>
      <fieldset>
        <legend className="font-medium">How you respond to the theft</legend>
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
          Also try the stolen copy of my own session. The run then ends my session, and I log in again. (A change of the
          role and a rotation of keys end no session.)
        </span>
      </label>
    </div>
  )
}

interface StolenCopyProps {
  model: Model
  replay: ReturnType<typeof useReplay>
}

export function StolenCopy({ model, replay: { stolen, busy, steal, drop } }: StolenCopyProps) {
  return (
    <section aria-labelledby="steal">
      <h2 id="steal" className="text-2xl font-semibold">
        The stolen copy
      </h2>
      <p className="mt-2 max-w-2xl text-ink-soft">
        The server copies the cookies of your session, encrypted, for {jarLifetime / 60} minutes. Only you can use the
        copy, and your browser gets its name, not its content. Without a copy, a run makes one itself.
      </p>
      <p className="mt-4 min-h-12 max-w-2xl font-medium">
        {stolen
          ? `The copy is of your ${model} session. It has ${stolen.bytes} bytes and is deleted at ${clockTime(stolen.expiresAt)}.`
          : 'There is no copy.'}
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
          Delete the copy
        </button>
      </div>
    </section>
  )
}

const clockTime = (instant: number) => new Date(instant * 1000).toLocaleTimeString('en-GB')

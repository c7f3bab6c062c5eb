'use client'

import { useState } from 'react'
import { ActChoice } from '@/app/lab/replay/act-choice'
import { endsReader } from '@/app/lab/replay/conclude'
import { endsOwnSession } from '@/app/lab/replay/recording'
import { RunNumbers } from '@/app/lab/replay/run-numbers'
import { actSentences } from '@/app/lab/replay/sentences'
import { StolenCopy } from '@/app/lab/replay/stolen-copy'
import { TimeLines } from '@/app/lab/replay/time-lines'
import { useReplay } from '@/app/lab/replay/use-replay'
import { Refusable } from '@/app/lab/ui/refusable'
import type { Wish } from '@/lib/lab/replay'
import type { Model } from '@/lib/session/models'

const firstWish: Omit<Wish, 'jar'> = { act: 'logout', seconds: 10, freshLeft: 5, own: true }

/** The run can start at once: each choice has a default, and stands below the button. */
export function ReplayDesk({ model }: { model: Model }) {
  const replay = useReplay()
  const [wish, setWish] = useState(firstWish)
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
              word={isLoggedOut ? `${replay.word} Your own session has ended with it.` : replay.word}
              hasEnded={isLoggedOut}
            />
            {!isRunning && replay.recording.isOver && (
              <>
                {isLoggedOut ? '. ' : ' '}
                <a href="#lines" className="link">
                  See what it shows
                </a>
                .
              </>
            )}
          </p>
        </div>
        <p id="what-a-run-does" className="mt-2 max-w-2xl">
          Copies your session, tries the copy for {wish.seconds} seconds, and after the first second does this:{' '}
          <strong className="font-semibold">{actSentences[wish.act].name.toLowerCase()}</strong>.
          {endsReader(wish) && ' This really ends your own session: you are logged out afterwards.'}
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

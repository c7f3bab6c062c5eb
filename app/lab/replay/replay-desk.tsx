'use client'

import { useState } from 'react'
import { ActChoice } from '@/app/lab/replay/act-choice'
import { RunNumbers } from '@/app/lab/replay/run-numbers'
import { StolenCopy } from '@/app/lab/replay/stolen-copy'
import { TimeLines } from '@/app/lab/replay/time-lines'
import { useReplay } from '@/app/lab/replay/use-replay'
import { Refusable } from '@/app/lab/ui/refusable'
import type { Wish } from '@/lib/lab/replay'
import type { Model } from '@/lib/session/models'

const firstWish: Omit<Wish, 'jar'> = { act: 'logout', seconds: 10, freshLeft: 5, own: true }

export function ReplayDesk({ model }: { model: Model }) {
  const replay = useReplay()
  const [wish, setWish] = useState(firstWish)
  const change = (changed: Partial<typeof wish>) => setWish((before) => ({ ...before, ...changed }))
  const isRunning = replay.busy === 'running'

  return (
    <div className="grid gap-8">
      <StolenCopy model={model} replay={replay} />
      <ActChoice act={wish.act} own={wish.own} change={change} />
      <RunNumbers wish={wish} change={change} />
      <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
        <button
          type="button"
          className="button"
          aria-disabled={replay.busy !== null || !replay.stolen}
          onClick={() => void replay.start(wish)}
        >
          Start the run
        </button>
        <button type="button" className="button button-quiet" aria-disabled={!isRunning} onClick={replay.stop}>
          Stop
        </button>
        <p role="status" className="font-medium">
          <Refusable word={replay.word || (replay.stolen ? '' : 'Steal a copy first.')} hasEnded={replay.hasEnded} />
        </p>
      </div>
      <TimeLines recording={replay.recording} />
    </div>
  )
}

'use client'

import { useState } from 'react'
import { concludeTrace } from '@/app/lab/trace/conclude'
import { fire } from '@/app/lab/trace/fire'
import { type Askable, askable, isElsewhere, type Shot } from '@/app/lab/trace/shot'
import { ShotCard } from '@/app/lab/trace/shot-card'
import { names } from '@/app/lab/trace/words'
import { Conclusions } from '@/app/lab/ui/conclusion'
import { reveal } from '@/app/lab/ui/reveal'
import { RadioCard } from '@/app/ui/form/field'
import { sayMilliseconds } from '@/app/ui/in-words'
import type { Way } from '@/lib/lab/shared/words'

/** Requests that stay on the page: two for each target. */
const kept = 12

interface Props {
  /** The other service, or null where there is none. */
  service: string | null
  isDevelopment: boolean
}

export function TraceDesk({ service, isDevelopment }: Props) {
  const [way, setWay] = useState<Way>('snapshot')
  const [shots, setShots] = useState<readonly Shot[]>([])
  const [isBusy, setBusy] = useState(false)
  const targets = askable.filter((target) => service !== null || !isElsewhere(target))

  /** One after the other: a parallel request would slow down the measured one. */
  async function fireAll(asked: readonly Askable[]) {
    if (isBusy) return

    setBusy(true)
    for (const target of asked) {
      const shot = await fire({ target, way }, { service, isDevelopment })
      setShots((known) => [shot, ...known].slice(0, kept))
    }
    setBusy(false)
  }

  return (
    <>
      <WayChoice chosen={way} choose={setWay} />
      <p className="mt-3 max-w-2xl text-sm text-ink-soft">
        Edge is the middleware. Page, Action and Route handler run on the server; a page is checked by both.
        {service !== null &&
          ' Catalogue and Invoices belong to another service. It gets an access token in place of the cookie, and your choice above does not apply to it.'}
      </p>
      <fieldset className="mt-6 flex flex-wrap gap-3">
        <legend className="mb-2 font-medium">Send one request to</legend>
        {targets.map((target) => (
          <FireButton key={target} isBusy={isBusy} press={() => fireAll([target])}>
            {names[target]}
          </FireButton>
        ))}
        <FireButton isBusy={isBusy} isQuiet press={() => fireAll(targets)}>
          All of them, in turn
        </FireButton>
      </fieldset>
      <p role="status" className="mt-4 min-h-6 font-medium">
        {isBusy ? 'Waiting for an answer…' : sentenceOf(shots[0])}
      </p>
      {shots.length > 0 && (
        <div ref={reveal}>
          <Conclusions of="trace" conclusions={concludeTrace(shots)} />
          <h2 className="mt-6 text-3xl font-semibold">Answers, newest first</h2>
          <ol className="mt-4 grid gap-5">
            {shots.map((shot) => (
              <ShotCard key={shot.id} shot={shot} />
            ))}
          </ol>
        </div>
      )}
    </>
  )
}

interface ButtonProps {
  isBusy: boolean
  isQuiet?: boolean
  press: () => void
  children: string
}

/** `aria-disabled` rather than `disabled`, so that the button keeps the focus while the request runs. */
function FireButton({ isBusy, isQuiet = false, press, children }: ButtonProps) {
  return (
    <button type="button" aria-disabled={isBusy} onClick={press} className={`button ${isQuiet ? 'button-quiet' : ''}`}>
      {children}
    </button>
  )
}

function sentenceOf(shot: Shot | undefined): string {
  if (!shot) return 'No request yet.'
  if (shot.failure !== null) return `${names[shot.target]}: ${shot.failure}`

  const found = shot.lanes.map(({ place, verdict, bars }) => {
    const end = Math.max(0, ...bars.map(({ at, milliseconds }) => at + milliseconds))
    return `${verdict} after ${sayMilliseconds(end)} (${place.toLowerCase()})`
  })
  return `${names[shot.target]}: ${found.join(', ')}.`
}

const offered = [
  ['strict', 'each check asks Redis'],
  ['snapshot', 'each check asks a replica in memory; if that is too old, Redis first'],
  ['off', 'no check asks whether the session was revoked'],
] as const satisfies readonly (readonly [Way, string])[]

export function WayChoice({ chosen, choose }: { chosen: Way; choose: (way: Way) => void }) {
  return (
    <fieldset>
      <legend className="mb-2 font-medium">How to check for revocation</legend>
      <div className="grid gap-2 sm:grid-cols-3">
        {offered.map(([way, meaning]) => (
          <RadioCard key={way} name="way" value={way} checked={way === chosen} onChange={() => choose(way)}>
            <span>
              <span className="block leading-snug font-semibold">{way}</span>
              <span className="block text-sm leading-snug text-ink-soft">{meaning}</span>
            </span>
          </RadioCard>
        ))}
      </div>
    </fieldset>
  )
}

'use client'

import { useState } from 'react'
import { RaceSection } from '@/app/lab/race/race-section'
import { sayRefusal } from '@/app/lab/ui/say-refusal'
import { fields, type Race, races, type Tally, TallyBody } from '@/lib/lab/shared/race'

export function RaceDesk() {
  const race = useRace()
  const [field, setField] = useState<number>(10)

  return (
    <div className="grid gap-10">
      <div className="max-w-60">
        <label htmlFor="field" className="font-medium">
          Requests at the same instant
        </label>
        <select
          id="field"
          className="input mt-1"
          value={field}
          onChange={(event) => setField(Number(event.target.value))}
        >
          {fields.map((size) => (
            <option key={size} value={size}>
              {size} requests
            </option>
          ))}
        </select>
      </div>
      {races.map((name) => (
        <RaceSection
          key={name}
          race={name}
          tally={race.tallies[name] ?? null}
          isBusy={race.busy !== null}
          word={race.words[name] ?? ''}
          start={() => void race.start(name, field)}
        />
      ))}
    </div>
  )
}

/** Runs one race at a time, and keeps the counts of each. */
export function useRace() {
  const [tallies, setTallies] = useState<Partial<Record<Race, Tally>>>({})
  const [busy, setBusy] = useState<Race | null>(null)
  const [words, setWords] = useState<Partial<Record<Race, string>>>({})

  async function start(race: Race, field: number): Promise<void> {
    if (busy) return
    setBusy(race)
    setWords({ [race]: 'Running …' })
    const result = await ask(race, field)
    if (typeof result !== 'string') setTallies((before) => ({ ...before, [race]: result }))
    setWords({ [race]: typeof result === 'string' ? result : 'Done. The counts are below.' })
    setBusy(null)
  }

  return { tallies, busy, words, start }
}

async function ask(race: Race, field: number): Promise<Tally | string> {
  const query = new URLSearchParams({ race, field: String(field) })
  try {
    const response = await fetch(`/api/lab/race?${query}`, { method: 'POST', cache: 'no-store' })
    return response.ok ? TallyBody.parse(await response.json()) : sayRefusal(response.status)
  } catch {
    return sayRefusal(0)
  }
}

'use client'

import { useState } from 'react'
import { RaceSection } from '@/app/lab/race/race-section'
import { useRace } from '@/app/lab/race/use-race'
import { fields, races } from '@/lib/lab/race'

export function RaceDesk() {
  const race = useRace()
  const [field, setField] = useState<number>(10)

  return (
    <div className="grid gap-10">
      <div className="max-w-60">
        <label htmlFor="field" className="font-medium">
          At the same instant
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

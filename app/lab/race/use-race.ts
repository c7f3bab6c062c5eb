import { useState } from 'react'
import { sayRefusal } from '@/app/lab/ui/say-refusal'
import type { Race, Tally } from '@/lib/lab/race'
import { TallyBody } from '@/lib/lab/race-tally'

/** One race at a time, and what was counted in each. */
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
    setWords({ [race]: typeof result === 'string' ? result : 'Counted.' })
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

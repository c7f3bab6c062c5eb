import type { Conclusion } from '@/app/lab/ui/conclusion'
import { listOf } from '@/app/ui/in-words'
import type { FlipReport } from '@/lib/lab/shared/flip'

/** What a flipped bit shows: whether any layer believes the changed cookie. */
export function concludeFlip({ rows }: FlipReport): readonly Conclusion[] {
  const namesOf = (found: FlipReport['rows']) => listOf(found.map(({ layer }) => layer))
  const silent = rows.filter(({ after }) => after === null || after === 'unavailable')
  const accepting = rows.filter(({ after }) => after === 'allowed')
  const refusing = rows.filter((row) => !silent.includes(row) && !accepting.includes(row))
  const wasRefused = rows.filter(({ before }) => before !== null && before !== 'allowed')
  const conclusions: Conclusion[] = []

  if (refusing.length > 0)
    conclusions.push({
      tone: 'good',
      text: `${refusing.length} of ${rows.length} layers refuse the changed cookie (${namesOf(refusing)}). A changed cookie is no session.`,
    })
  if (accepting.length > 0)
    conclusions.push({
      tone: 'fact',
      text: `${accepting.length} of ${rows.length} layers accept the cookie in spite of the change (${namesOf(accepting)}): this bit carries no data. This is why a revocation names the session and not its bytes.`,
    })
  if (silent.length > 0)
    conclusions.push({
      tone: 'unknown',
      text: `${silent.length} of ${rows.length} layers gave no answer (${namesOf(silent)}): the request took longer than 5 seconds, or a store was unavailable.`,
    })
  if (wasRefused.length > 0)
    conclusions.push({
      tone: 'fact',
      text: `${namesOf(wasRefused)} refuse the unchanged cookie as well: alone it is no session.`,
    })
  return conclusions
}

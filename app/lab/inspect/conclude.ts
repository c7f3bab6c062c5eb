import { type AddressReport, type Sent, type Track, tracks } from '@/app/lab/inspect/send-token' // feature: tokens
import type { Conclusion } from '@/app/lab/ui/conclusion'
import { listOf } from '@/app/ui/in-words'
import type { FlipReport } from '@/lib/lab/shared/flip'

/** Whether a layer accepts the cookie with the flipped bit. */
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
      text: `${refusing.length} of ${rows.length} layers refuse the changed cookie (${namesOf(refusing)}). A changed cookie does not open a session.`,
    })
  if (accepting.length > 0)
    conclusions.push({
      tone: 'fact',
      text: `${accepting.length} of ${rows.length} layers accept the cookie in spite of the change (${namesOf(accepting)}): this bit carries no data. For that reason a revocation names the session id, not the bytes of the cookie.`,
    })
  if (silent.length > 0)
    conclusions.push({
      tone: 'unknown',
      text: `${silent.length} of ${rows.length} layers gave no answer (${namesOf(silent)}): the request took longer than 5 seconds, or a store was unavailable.`,
    })
  if (wasRefused.length > 0)
    conclusions.push({
      tone: 'fact',
      text: `${namesOf(wasRefused)} refuse the unchanged cookie as well: this cookie alone does not open a session.`,
    })
  return conclusions
}

// feature: tokens
/** Where the whole token is. */
export const copiesIn = (token: string, { found }: Sent): readonly Track[] =>
  tracks.filter((track) => found[track].includes(token))

const places: Readonly<Record<Track, string>> = {
  request: 'the request line',
  ownLog: 'the log of this application',
  address: 'the address of the page',
  referer: 'the Referer of the next request',
  elsewhere: 'the Referer of a request to another site',
}

/** Whether the address leaves copies, whether the header does, and whether the application accepts the token from each. */
export function concludeAddress({ token, inAddress, inHeader }: AddressReport): readonly Conclusion[] {
  return [
    concludeCopies('In the address', copiesIn(token, inAddress)),
    concludeCopies('In the Authorization header', copiesIn(token, inHeader)),
    concludeAnswers(inAddress.answer, inHeader.answer),
  ]
}

function concludeCopies(how: string, copies: readonly Track[]): Conclusion {
  if (copies.length === 0)
    return { tone: 'good', text: `${how}, the token left no copy in these ${tracks.length} places.` }
  const where = listOf(copies.map((track) => places[track]))
  return {
    tone: 'bad',
    text: `${how}, the token left copies in ${where}. Each copy could be used until the token expires.`,
  }
}

function concludeAnswers(inAddress: string, inHeader: string): Conclusion {
  if (inAddress === '400 token_in_query' && inHeader === '200')
    return {
      tone: 'good',
      text: 'This application refuses a token in an address, and accepts the same token in the header.',
    }
  const said = `This application answered ${inAddress} to the token in the address, and ${inHeader} to the token in the header.`
  return { tone: inAddress === '200' ? 'bad' : 'unknown', text: said }
}
// end

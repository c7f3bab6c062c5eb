import { openAccess } from '@/lib/session/bearer/access-token'
import { attacks, genuine } from '@/tests/bench/token/attacks'
import { type Comparison, compareWithGood, good } from '@/tests/bench/token/comparison'
import { now } from '@/tests/unit/support/claims'

/** `openAccess` in this process. One of each kind in turn: other load on the machine slows down all of them. */
export async function measureRefusals(count: number): Promise<Comparison> {
  const kinds = { [good]: genuine, ...attacks }
  const durations = new Map(Object.keys(kinds).map((name): [string, number[]] => [name, []]))
  for (let round = -Math.ceil(count / 10); round < count; round += 1) {
    // Signed beforehand, so that the signing does not affect the measurement; no kind is always the first.
    const made = Object.entries(kinds).map(([name, make]) => ({ name, token: make() }))
    for (const { name, token } of round % 2 === 0 ? made : made.toReversed()) {
      const duration = await openOnce(name, token)
      if (round >= 0) durations.get(name)?.push(duration)
    }
  }
  return compareWithGood({ heading: 'never seen before', byName: durations, digits: 1 })
}

/** @returns microseconds. @throws when it accepts a token that it should refuse, or the reverse */
async function openOnce(name: string, token: string): Promise<number> {
  const start = performance.now()
  const { outcome } = await openAccess(token, now)
  const duration = (performance.now() - start) * 1000
  if ((outcome === 'opened') !== (name === good)) throw new Error(`${name}: ${outcome}`)
  return duration
}

import { beforeAll, describe, expect, test } from 'vitest'
import {
  type SessionFate,
  sessionWords,
  soonWords,
  tokenWords, // feature: tokens
} from '@/lib/events/event'
import { sessionEvents } from '@/lib/events/table'
import { presentsSession, sightsOf } from '@/tests/integration/events/expected'
import { type Measured, measure } from '@/tests/integration/events/measure'
import { performers } from '@/tests/integration/events/perform'
import { rows } from '@/tests/integration/events/rows'
import { type Holder, openScene } from '@/tests/integration/events/scene'
import { adjustableClock } from '@/tests/integration/support/clock'
import { letIn, look } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'

/*
 * The table of docs/events.md, cell by cell: each event happens, and every process is asked about the cookies and the
 * tokens from before it. A cell with another value fails.
 */

/** Milliseconds. Longer than any test takes: a replica becomes too old only when the clock is set forward. */
const maxAge = 60_000
const { letPass } = adjustableClock()

const nothingStarts = { answer: [], next: [] }
const accepted = ['alive', 'alive']

/** What the browser has after the answer. */
async function expectAnswer({ answer, next, scene }: Measured, fate: SessionFate | undefined): Promise<void> {
  if (fate !== 'starts' && fate !== 'replaced' && fate !== 'rotated' && fate !== 'renewed')
    return expect({ answer, next }).toEqual(nothingStarts)

  const { session: before } = scene.current
  const { session } = await letIn(look(answer, scene.now))
  expect(next).toEqual(accepted)
  const isSame = fate === 'rotated' || fate === 'renewed'
  expect(session.startedAt).toBe(isSame ? before.startedAt : scene.now)
  // A second factor brings the end of the session forward. Nothing moves it to a later time.
  if (isSame) expect(session.endsAt).toBeLessThanOrEqual(before.endsAt)
  expect(session.id === before.id).toBe(fate === 'renewed')
}

describe.each(rows)('$name, of a $model session:', ({ model, perform, ...row }) => {
  const { current, others, soon } = row
  let measured: Measured
  beforeAll(async () => {
    const age = () => letPass(maxAge + 1)
    measured = await withSettings({ REVOCATION_MAX_AGE_MS: maxAge }, async () =>
      measure(await openScene(model), perform, age),
    )
  })

  function expectCells(holders: readonly Holder[], what: keyof Holder['presents']): void {
    for (const holder of holders) {
      const sight = sightsOf(holder, measured.scene, row)[what]
      const { atOnce, ...seen } = measured.of(holder.presents[what])
      expect([holder.session.model, seen]).toEqual([
        holder.session.model,
        { before: 'alive', here: sight, strictly: sight, inTime: sight },
      ])
      expect(['alive', sight]).toContain(atOnce)
    }
  }

  const ofRequest = () => (presentsSession(row) ? [measured.scene.current] : [])
  const ofOthers = () => {
    const { current: own, chosen, others: more } = measured.scene
    return presentsSession(row) ? [chosen, ...more] : [own, chosen, ...more]
  }

  test(`this session: ${current ? sessionWords[current.session] : 'none'}`, async () => {
    expectCells(ofRequest(), 'session')
    await expectAnswer(measured, current?.session)
  })

  test(`the other sessions, of every model: ${sessionWords[others.session]}`, () => {
    expectCells(ofOthers(), 'session')
  })

  // feature: tokens
  test(`the tokens of this session: ${current ? tokenWords[current.token] : 'none'}`, () => {
    expectCells(ofRequest(), 'token')
  })

  test(`the tokens of the other sessions: ${tokenWords[others.token]}`, () => {
    expectCells(ofOthers(), 'token')
  })

  // end
  test('the sessions of other users, and their tokens', () => {
    expectCells(measured.scene.strangers, 'session')
    expectCells(measured.scene.strangers, 'token') // feature: tokens
  })

  test(`how soon: ${soonWords[soon]}`, () => {
    const seen = [...ofRequest(), ...ofOthers()].map(({ presents }) => measured.of(presents.session))
    const changed = seen.filter(({ before, inTime }) => before !== inTime)
    expect(changed.length === 0 ? 'never' : 'second').toBe(soon)
    expect(changed.filter(({ atOnce, before }) => atOnce !== before)).toEqual([])
  })
})

test('each event but those of the keys is performed here', () => {
  const performed = new Set(rows.map(({ id }) => id))
  expect(sessionEvents.filter(({ group, id }) => group !== 'keys' && !performed.has(id))).toEqual([])
  expect([...performed].toSorted()).toEqual(Object.keys(performers).toSorted())
})

import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Model, models } from '@/lib/session/models'
import { causes, expiry, logInAsNewPerson, mortalSeconds } from '@/tests/security/support/causes'
import { type Doors, openDoors, provideStage } from '@/tests/security/support/doors'
import { type LayerName, layerNames, layers, readingLayers } from '@/tests/security/support/layers'
import { count, Matrix } from '@/tests/security/support/matrix'
import { cookiesOf, type Spelling, spellingsOf } from '@/tests/security/support/spellings'

/**
 * Whatever ends a session, in whatever model, ends it at every way in: for the saved credential, and for everything that
 * can be made of it without a key.
 */
const modes = {
  strict: { env: { REVOCATION_MODE: 'strict' }, wait: 0 },
  // A copy may be this many milliseconds old, and a round trip older by the time it is asked.
  snapshot: { env: { REVOCATION_MODE: 'snapshot', REVOCATION_MAX_AGE_MS: '200' }, wait: 250 },
} as const
type Mode = keyof typeof modes
const modeNames = ['strict', 'snapshot'] as const

const stage = provideStage(async (start) => ({
  strict: await openDoors(start, modes.strict.env),
  snapshot: await openDoors(start, modes.snapshot.env),
  mortal: await start({ ...modes.strict.env, IDLE_SECONDS: String(mortalSeconds) }),
}))

const matrix = new Matrix('spellings')
afterAll(() => console.log(`${matrix}`))

const cases = modeNames.flatMap((mode) =>
  models.flatMap((model) => Object.entries(causes).map(([cause, happen]) => ({ mode, model, cause, happen }))),
)

async function ask(doors: Doors, layer: LayerName, spellings: readonly Spelling[]) {
  const outcomes = await Promise.all(spellings.map((spelling) => layers[layer](doors, spelling)))
  return new Map(outcomes.map((outcome, index) => [spellings[index]?.name ?? '', outcome]))
}

const all = (spellings: readonly Spelling[], outcome: (spelling: Spelling) => string) =>
  new Map(spellings.map((spelling) => [spelling.name, outcome(spelling)]))

async function logInAndSave(mode: Mode, model: Model, cause: string) {
  const victim = await logInAsNewPerson(cause === expiry ? stage().mortal : stage()[mode].withEdge, model)
  return { victim, spellings: spellingsOf(model, cookiesOf(victim.visitor)) }
}

describe.for(cases)('$mode, $model, $cause:', ({ mode, model, cause, happen }) => {
  const row = `${mode}, ${model}, ${cause}`
  const before = new Map<LayerName, ReadonlyMap<string, string>>()
  let spellings: readonly Spelling[] = []

  beforeAll(async () => {
    const doors = stage()[mode]
    const { victim, spellings: saved } = await logInAndSave(mode, model, cause)
    spellings = saved
    for (const layer of readingLayers) {
      // A prefetch uses nothing up, so every spelling can be tried; elsewhere the copy stands for all.
      before.set(layer, await ask(doors, layer, layer === 'prefetch' ? saved : saved.slice(0, 1)))
    }
    await happen(victim, doors)
    await sleep(modes[mode].wait)
  })

  test('before, the copy opens every way in, and so does each valid spelling', () => {
    const accepted = [...(before.get('prefetch')?.values() ?? [])].filter((outcome) => outcome === 'accepted')
    matrix.record(row, 'accepted before', `${accepted.length} of ${spellings.length}`)

    for (const layer of readingLayers) {
      expect([layer, before.get(layer)?.get('as saved')]).toEqual([layer, 'accepted'])
    }
    expect(before.get('prefetch')).toEqual(all(spellings, ({ isValid }) => (isValid ? 'accepted' : 'refused')))
  })

  test.for(layerNames)('after, %s refuses every spelling', async (layer) => {
    const outcomes = await ask(stage()[mode], layer, spellings)
    matrix.record(row, `refused by ${layer}`, count(outcomes.values(), 'refused'))

    expect(outcomes).toEqual(all(spellings, () => 'refused'))
  })
})

import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { causes, openNewAccount } from '@/tests/security/support/causes'
import { type Doors, openDoors, openGivenDoors, provideStage } from '@/tests/security/support/doors'
import { type LayerName, layers, readingLayers, strictLayers } from '@/tests/security/support/layers'
import { count, Matrix } from '@/tests/security/support/matrix'
import { cookiesOf, credentialsOf, type Spelling, spellingsOf } from '@/tests/security/support/spellings'
import { models } from '@/tests/support/models'
import { Visitor } from '@/tests/support/visitor'

/**
 * Every cause that ends a session, in every model, ends it in every layer: for the saved credential, and for every
 * variant of it that needs no key.
 */
const modes = {
  strict: { maxAge: 0, presented: spellingsOf },
  // How a credential is opened does not depend on the mode: here each kind of credential is presented as it was issued.
  snapshot: { maxAge: 100, presented: credentialsOf },
} as const
const modeNames = ['strict', 'snapshot'] as const

const stage = provideStage(async (start) => ({
  strict: await openGivenDoors(start),
  snapshot: await openDoors(start, {
    REVOCATION_MODE: 'snapshot',
    REVOCATION_MAX_AGE_MS: String(modes.snapshot.maxAge),
    // A slow Redis does not extend the lifetime of a local replica.
    REVOCATION_OUTAGE_MS: '0',
  }),
}))

const matrix = new Matrix('spellings')
afterAll(() => console.log(`${matrix}`))

const cases = modeNames.flatMap((mode) =>
  models.flatMap((model) => Object.entries(causes).map(([cause, happen]) => ({ mode, model, cause, happen }))),
)

async function ask(doors: Doors, layer: LayerName, spellings: readonly Spelling[]) {
  const outcomes = new Map<string, string>()
  for (const spelling of spellings) outcomes.set(spelling.name, await layers[layer](doors, spelling))
  return outcomes
}

const all = (spellings: readonly Spelling[], outcome: (spelling: Spelling) => string) =>
  new Map(spellings.map((spelling) => [spelling.name, outcome(spelling)]))

describe.for(cases)('$mode, $model, $cause:', ({ mode, model, cause, happen }) => {
  const row = `${mode}, ${model}, ${cause}`
  const { maxAge, presented } = modes[mode]
  const before = new Map<LayerName, ReadonlyMap<string, string>>()
  let saved: readonly Spelling[] = []
  let ended: readonly Spelling[] = []
  let endedAt = 0

  async function endOne(): Promise<void> {
    const doors = stage()[mode]
    const victim = await openNewAccount(doors.withEdge, model)
    saved = presented(model, cookiesOf(victim.visitor))
    for (const layer of readingLayers) {
      // A prefetch uses no token, so it tests every spelling; the other layers test the saved credential only.
      before.set(layer, await ask(doors, layer, layer === 'prefetch' ? saved : saved.slice(0, 1)))
    }
    const end = await happen(victim, doors)
    endedAt = performance.now()
    ended = end instanceof Visitor ? presented(model, cookiesOf(end)) : saved
  }

  beforeAll(endOne)

  test('before the end, every layer accepts the saved credential, and each valid spelling', () => {
    const accepted = [...(before.get('prefetch')?.values() ?? [])].filter((outcome) => outcome === 'accepted')
    matrix.record(row, 'accepted before', `${accepted.length} of ${saved.length}`)

    for (const layer of readingLayers) {
      expect([layer, before.get(layer)?.get('as saved')]).toEqual([layer, 'accepted'])
    }
    expect(before.get('prefetch')).toEqual(all(saved, ({ isValid }) => (isValid ? 'accepted' : 'refused')))
  })

  async function expectAllRefused(layer: LayerName) {
    const outcomes = await ask(stage()[mode], layer, ended)
    matrix.record(row, `refused by ${layer}`, count(outcomes.values(), 'refused'))

    expect(outcomes).toEqual(all(ended, () => 'refused'))
  }

  test.for(strictLayers)('after the end, %s refuses every spelling of the credential', expectAllRefused)

  // In `snapshot`, from the instant at which a local replica made before the end is too old.
  test.for(['edge', 'page', 'handler', 'prefetch'] as const)(
    'after the end, %s refuses every spelling of the credential',
    async (layer) => {
      await sleep(Math.max(0, endedAt + maxAge + 1 - performance.now()))
      await expectAllRefused(layer)
    },
  )
})

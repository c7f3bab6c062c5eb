import { expect } from 'vitest'
import type { Doors } from '@/tests/security/support/doors'
import { type Held, type LayerName, layerNames, layers } from '@/tests/security/support/layers'

/** First those that change nothing: what they refuse is not refused because another layer has already ended it. */
const quietFirst = ['prefetch', 'page', 'edge', 'action', 'handler', 'renewal'] as const satisfies LayerName[]

async function ask(doors: Doors, held: Held) {
  const outcomes: [string, string][] = []
  for (const layer of quietFirst) outcomes.push([layer, await layers[layer](doors, held)])
  return Object.fromEntries(outcomes)
}

const refused = Object.fromEntries(layerNames.map((layer) => [layer, 'refused']))

/** @param edge what it answers where the fault takes a database to see */
export async function expectRefused(doors: Doors, forgeries: Readonly<Record<string, Held>>, edge = 'refused') {
  for (const [name, held] of Object.entries(forgeries)) {
    expect({ name, ...(await ask(doors, held)) }).toEqual({ name, ...refused, edge })
  }
}

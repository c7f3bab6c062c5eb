import { expect } from 'vitest'
import type { Doors } from '@/tests/security/support/doors'
import { type Held, type LayerName, layerNames, layers } from '@/tests/security/support/layers'

/**
 * Layers without side effects come first: otherwise their refusal could come from a session that another layer has
 * ended.
 */
const quietFirst = ['prefetch', 'page', 'edge', 'action', 'handler', 'renewal'] as const satisfies LayerName[]

async function ask(doors: Doors, held: Held) {
  const outcomes: [string, string][] = []
  for (const layer of quietFirst) outcomes.push([layer, await layers[layer](doors, held)])
  return Object.fromEntries(outcomes)
}

const refused = Object.fromEntries(layerNames.map((layer) => [layer, 'refused']))

/** @param edge the expected answer of the edge if only the database shows the fault */
export async function expectRefused(doors: Doors, forgeries: Readonly<Record<string, Held>>, edge = 'refused') {
  for (const [name, held] of Object.entries(forgeries)) {
    expect({ name, ...(await ask(doors, held)) }).toEqual({ name, ...refused, edge })
  }
}

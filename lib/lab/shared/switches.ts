/** The parameters of a lab target, read from its address. They are stored nowhere, and no ordinary route imports this file. */

import * as z from 'zod/mini'
import { faults, keyStates, type Switches, ways } from '@/lib/lab/shared/words'

const FaultName = z._default(z.enum(faults), 'none')

const SwitchesQuery = z.object({
  ways: z.array(z.enum(ways)).check(z.minLength(1), z.maxLength(ways.length)),
  redis: FaultName,
  postgres: FaultName,
  experiment: z.nullable(z.string().check(z.regex(/^[\w-]{8,40}$/))),
  keys: z._default(z.enum(keyStates), 'present'),
})

/** @returns null for parameters that no page of the lab sends */
export function readSwitches(query: URLSearchParams): Switches | null {
  const found = {
    ways: query.getAll('way'),
    redis: query.get('redis') ?? undefined,
    postgres: query.get('postgres') ?? undefined,
    experiment: query.get('experiment'),
    keys: query.get('keys') ?? undefined,
  }
  return SwitchesQuery.safeParse(found).data ?? null
}

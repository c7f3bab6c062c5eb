/** What is said between the page of a race and the server, checked at both ends. Runs anywhere. */

import * as z from 'zod/mini'
import { fields, races, type Tally } from '@/lib/lab/race'

export const TallyBody: z.ZodMiniType<Tally> = z.array(z.tuple([z.string(), z.record(z.string(), z.number())]))

export const RaceName = z.enum(races)
export const FieldSize = z.pipe(z.string(), z.pipe(z.transform(Number), z.literal(fields)))

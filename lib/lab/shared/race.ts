import * as z from 'zod/mini'

/** The words of a race: several requests at the same instant, and what is left. Client components may import this file. */

export const races = ['data', 'expired', 'rotation', 'logout'] as const
export type Race = (typeof races)[number]

/** How many run at once. */
export const fields = [5, 10, 20, 50] as const

/** What was counted: under which name, and how often. */
export type Tally = [name: string, counts: Record<string, number>][]

/* What is said between the page of a race and the server, checked at both ends. Runs anywhere. */

export const TallyBody: z.ZodMiniType<Tally> = z.array(z.tuple([z.string(), z.record(z.string(), z.number())]))

export const RaceName = z.enum(races)
export const FieldSize = z.pipe(z.string(), z.pipe(z.transform(Number), z.literal(fields)))

import * as z from 'zod/mini'

/** The terms of a race: several concurrent requests, and their result. Client components may import this file. */

export const races = ['data', 'expired', 'rotation', 'logout'] as const
export type Race = (typeof races)[number]

/** How many run concurrently. */
export const fields = [5, 10, 20, 50] as const

/** Counts by name. */
export type Tally = [name: string, counts: Record<string, number>][]

/* The messages between the page of a race and the server, parsed at both ends. Runs anywhere. */

export const TallyBody: z.ZodMiniType<Tally> = z.array(z.tuple([z.string(), z.record(z.string(), z.number())]))

export const RaceName = z.enum(races)
export const FieldSize = z.pipe(z.string(), z.pipe(z.transform(Number), z.literal(fields)))

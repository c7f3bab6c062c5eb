/** The messages between the page of a replay and the server, parsed at both ends. Runs anywhere. */

import * as z from 'zod/mini'
import {
  acts,
  freshLefts,
  type Line,
  outcomes,
  rotationSteps,
  runLengths,
  subjects,
  type Wish,
} from '@/lib/lab/shared/replay'
import { layers, ways } from '@/lib/lab/shared/words'
import { models } from '@/lib/session/models'
import { verdicts } from '@/lib/session/session'

const Moment = z.number()
const SubjectName = z.enum(subjects)

const Begun = z.object({
  kind: z.literal('begun'),
  players: z.array(z.object({ subject: SubjectName, model: z.enum(models), freshUntil: Moment })),
  act: z.enum(acts),
  seconds: z.number(),
  maxAge: z.number(),
})
const Attempt = z.object({
  kind: z.literal('attempt'),
  subject: SubjectName,
  layer: z.enum(layers),
  started: Moment,
  answered: Moment,
  verdicts: z.nullable(z.partialRecord(z.enum(ways), z.enum(verdicts))),
  renewed: z.boolean(),
})
const Skipped = z.object({
  kind: z.literal('skipped'),
  subject: SubjectName,
  layers: z.array(z.enum(layers)),
  ticks: z.number(),
})
const Acted = z.object({
  kind: z.literal('acted'),
  subject: SubjectName,
  outcome: z.enum(outcomes),
  started: Moment,
  answered: Moment,
})
const Rotated = z.object({ kind: z.literal('rotated'), step: z.enum(rotationSteps), at: Moment })
const Over = z.object({ kind: z.literal('over'), at: Moment })

const AnyLine = z.discriminatedUnion('kind', [Begun, Attempt, Skipped, Acted, Rotated, Over])

/** @throws for a line that no run writes */
export const parseLine = (text: string): Line => AnyLine.parse(JSON.parse(text))

const between = ({ least, most }: { least: number; most: number }) => z.int().check(z.gte(least), z.lte(most))

export const JarId = z.string().check(z.regex(/^[\w-]{22}$/))

export const WishBody: z.ZodMiniType<Wish> = z.object({
  jar: JarId,
  act: z.enum(acts),
  seconds: between(runLengths),
  freshLeft: between(freshLefts),
  own: z.boolean(),
})

/** The only data about the stolen cookies that leaves the server. */
export const Stolen = z.object({ jar: JarId, expiresAt: z.number(), bytes: z.number() })
export type Stolen = z.infer<typeof Stolen>

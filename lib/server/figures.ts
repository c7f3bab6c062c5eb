import 'server-only'
import * as z from 'zod'
import { models } from '@/lib/session/models'
import { modes } from '@/lib/session/revocation/modes'

/** What `npm run bench` writes to docs/bench.json. */

const Microseconds = z.number().positive()

const CheckFigures = z.object({
  model: z.enum(models),
  mode: z.enum(modes),
  /** How many checks. */
  n: z.number().int().positive(),
  p50: Microseconds,
  p95: Microseconds,
  p99: Microseconds,
  histogram: z.array(z.object({ upTo: Microseconds, count: z.number().int().positive() })).min(1),
  /** Requests that reached Redis, in this process and this series, by the number of checks. */
  redisPerCheck: z.number().nonnegative(),
  /** Statements that reached PostgreSQL, likewise. */
  statementsPerCheck: z.number().nonnegative(),
  /** Names and values of the cookies that a browser sends. */
  cookieBytes: z.number().int().positive(),
})
export type CheckFigures = z.infer<typeof CheckFigures>

export const Figures = z.object({
  what: z.string(),
  command: z.string(),
  machine: z.string(),
  versions: z.string(),
  /** Of the machine's run queue when the measurement began and ended, over one minute: above its cores, it had other work. */
  load: z.tuple([z.number().nonnegative(), z.number().nonnegative()]),
  date: z.iso.datetime(),
  unit: z.literal('microseconds'),
  checks: z.array(CheckFigures).length(models.length * modes.length),
})
export type Figures = z.infer<typeof Figures>

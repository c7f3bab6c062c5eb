import 'server-only'
import * as z from 'zod'
import measured from '@/docs/bench.json'
import measuredForClaims from '@/docs/claims.json'
import { ClaimFigures } from '@/lib/figures/claims'
import { type Model, models } from '@/lib/session/models'
import { type Mode, modes } from '@/lib/session/revocation/modes'

/** The schemas of docs/bench.json, which `npm run bench` writes, and of docs/claims.json, which `npm run bench -- claims` writes. */

const Microseconds = z.number().positive()

const CheckFigures = z.object({
  model: z.enum(models),
  mode: z.enum(modes),
  /** The number of checks. */
  n: z.number().int().positive(),
  p50: Microseconds,
  p95: Microseconds,
  p99: Microseconds,
  histogram: z.array(z.object({ upTo: Microseconds, count: z.number().int().positive() })).min(1),
  /** Requests that reached Redis, in this process and this series, divided by the number of checks. */
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
  /**
   * Length of the machine's run queue at the start and the end of the measurement, averaged over one minute: above the
   * number of cores, other programs were running.
   */
  load: z.tuple([z.number().nonnegative(), z.number().nonnegative()]),
  date: z.iso.datetime(),
  unit: z.literal('microseconds'),
  checks: z.array(CheckFigures).length(models.length * modes.length),
})
export type Figures = z.infer<typeof Figures>

/** Measured by `npm run bench`, and part of the build: the figures on pages come from here. */
export const figures: Figures = Figures.parse(measured)

/** @throws when there is none: the file is part of the build, and its schema fixes their number */
export function figuresOf(model: Model, mode: Mode): CheckFigures {
  const found = figures.checks.find((check) => check.model === model && check.mode === mode)
  if (!found) throw new Error(`docs/bench.json has no figures for ${model}, ${mode}`)
  return found
}

/** In the order of the modes, from the one that asks most. */
export const figuresByMode = modes.map((mode) => ({
  mode,
  checks: figures.checks.filter((check) => check.mode === mode),
}))

/** Measured once, by `npm run bench -- claims`. */
export const claimFigures: ClaimFigures = ClaimFigures.parse(measuredForClaims)

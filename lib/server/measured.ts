import 'server-only'
import measured from '@/docs/bench.json'
import { type CheckFigures, Figures } from '@/lib/server/figures'
import type { Model } from '@/lib/session/models'
import { type Mode, modes } from '@/lib/session/revocation/modes'

/** Measured once, by `npm run bench`, and part of the build: what a page quotes, it takes from here. */
export const figures: Figures = Figures.parse(measured)

/** @throws when there is none: the file is part of the build, and its schema says how many there are */
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

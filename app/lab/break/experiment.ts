import * as z from 'zod/mini'
import { askLayerOf } from '@/app/lab/ui/ask-layer'
import { type TableMode, tableModes, verdictByDesign } from '@/lib/lab/shared/outage'
import type { Report } from '@/lib/lab/shared/report'
import { writeSwitches } from '@/lib/lab/shared/targets'
import { type Fault, type Layer, layers, type Switches } from '@/lib/lab/shared/words'
import { routes } from '@/lib/routes'
import type { Model } from '@/lib/session/models'

export interface Deployment {
  model: Model
  /** Milliseconds: REVOCATION_MAX_AGE_MS and REVOCATION_OUTAGE_MS. */
  maxAge: number
  outage: number
  isDevelopment: boolean
}

export interface Faults {
  redis: Fault
  postgres: Fault
}

type Judgement = Report['judgements'][number]

/** The verdicts of one layer in one mode: with both stores available, and with the chosen faults. */
export interface Finding {
  layer: Layer
  mode: TableMode
  before: Judgement | undefined
  after: Judgement | undefined
  byDesign: ReturnType<typeof verdictByDesign>
}

/** An experiment begun with both stores available. Its name selects the replicas and cached rows made then. */
export interface Begun {
  name: string
  healthy: readonly Judgement[][]
  /** Monotonic milliseconds: when the last replica was made, and when the session must be renewed. */
  copiedAt: number
  dueAt: number
}

/** Called before each request. */
export type Progress = (about: { done: number; of: number }) => void

/** Asks every layer with both stores available, which makes the replicas. @returns null without a session */
export async function beginExperiment(tell: Progress): Promise<Begun | null> {
  const freshFor = await askFreshFor()
  if (freshFor === null) return null

  const dueAt = performance.now() + freshFor
  const name = crypto.randomUUID()
  const healthy: Judgement[][] = []
  for (const layer of layers) {
    tell({ done: healthy.length, of: layers.length })
    const report = await reportOf(layer, { ways: tableModes, redis: 'none', postgres: 'none', experiment: name })
    healthy.push(report?.judgements ?? [])
  }
  return { name, healthy, copiedAt: performance.now(), dueAt }
}

/** Waits until the replicas are older than allowed: before that, an outage has no effect. */
export async function outliveCopies({ copiedAt }: Begun, { maxAge }: Deployment): Promise<void> {
  const left = copiedAt + maxAge + 100 - performance.now()
  await new Promise((resolve) => setTimeout(resolve, left))
}

/** One request at a time, so that none waits for another. */
export async function askBroken(begun: Begun, faults: Faults, at: Deployment, tell: Progress): Promise<Finding[]> {
  const questions = tableModes.flatMap((mode) => layers.map((layer, index) => ({ mode, layer, index })))
  const findings: Finding[] = []
  for (const { mode, layer, index } of questions) {
    tell({ done: findings.length, of: questions.length })
    const byDesign = verdictByDesign({ model: at.model, layer, mode, ...faults, ...agesOf(begun, at) })
    const report = await reportOf(layer, { ways: [mode], ...faults, experiment: begun.name })
    const before = begun.healthy[index]?.find(({ way }) => way === mode)
    findings.push({ layer, mode, before, after: report?.judgements[0], byDesign })
  }
  return findings
}

/** @returns null for no answer, which is also a finding */
const reportOf = (layer: Layer, switches: Switches): Promise<Report | null> =>
  askLayerOf(layer, writeSwitches(switches)).catch(() => null)

function agesOf({ copiedAt, dueAt }: Begun, { outage }: Deployment) {
  const now = performance.now()
  return { isDue: now >= dueAt, isCopyTooOld: now - copiedAt > outage }
}

/** Renews the session if it is due. @returns milliseconds until the next renewal, by the server's clock; null without a session */
export async function askFreshFor(): Promise<number | null> {
  try {
    const response = await fetch(routes.me, { cache: 'no-store', redirect: 'error' })
    const { session } = OwnSession.parse(await response.json())
    return Date.parse(session.freshUntil) - Date.parse(response.headers.get('date') ?? '')
  } catch {
    return null
  }
}

/* The part of the answer of `GET /api/me` that the lab uses. Runs anywhere. */

export const OwnSession = z.object({ session: z.object({ freshUntil: z.iso.datetime() }) })

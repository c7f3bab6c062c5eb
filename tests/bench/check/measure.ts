import { check } from '@/lib/session/check'
import type { Model } from '@/lib/session/models'
import type { Presented } from '@/lib/session/presented'
import type { Mode } from '@/lib/session/revocation/modes'
import { Trace } from '@/lib/session/trace'
import { nowInSeconds } from '@/lib/time'
import { presentNew } from '@/tests/bench/check/credentials'
import { microsecondsOf } from '@/tests/bench/check/microseconds'
import type { UpstashProcess } from '@/tests/support/upstash-process'

export interface Size {
  cold: number
  warm: Record<Mode, number>
  /** Milliseconds of checks without pause, for counting calls. */
  load: number
}

export interface Measured {
  model: Model
  mode: Mode
  cold: readonly number[]
  warm: readonly number[]
  load: { calls: number; checks: number; seconds: number }
}

export async function measure(model: Model, mode: Mode, size: Size, upstash: UpstashProcess): Promise<Measured> {
  const now = nowInSeconds()
  const known = await presentNew(model, now)
  const strangers = await Promise.all(Array.from({ length: size.cold }, () => presentNew(model, now)))
  const once = (presented: Presented) => allow(presented, mode)
  await microsecondsOf(size.warm[mode] / 10, () => once(known))

  const cold = await microsecondsOf(size.cold, (index) => once(strangers[index] ?? known))
  const warm = await microsecondsOf(size.warm[mode], () => once(known))
  return { model, mode, cold, warm, load: await loadFor(size.load, () => once(known), upstash) }
}

/** A refusal is faster than a check and would falsify the figure. */
export async function allow(presented: Presented, mode: Mode): Promise<void> {
  const { verdict } = await check(presented, { now: nowInSeconds(), trace: new Trace(), mode })
  if (verdict !== 'allowed') throw new Error(`the check said ${verdict}`)
}

async function loadFor(milliseconds: number, run: () => Promise<void>, { calls }: UpstashProcess) {
  const before = await calls()
  const start = performance.now()
  let checks = 0
  while (performance.now() - start < milliseconds) {
    await run()
    checks += 1
  }
  const seconds = (performance.now() - start) / 1000
  return { calls: (await calls()) - before, checks, seconds }
}

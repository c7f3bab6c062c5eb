import type { ClaimFigure } from '@/lib/figures/claims'
import { modes } from '@/lib/session/revocation/modes'
import { checkOf, toFigure } from '@/tests/bench/claims/figure'
import { statementsOfBetterAuth } from '@/tests/bench/claims/peer-costs'
import { libraries } from '@/tests/bench/claims/peer-visitors'
import type { Stage } from '@/tests/bench/claims/stage'
import { measureStoredBytes } from '@/tests/bench/claims/stored-bytes'
import { models } from '@/tests/support/models'

/** What checks cost: processor time, requests per second, calls to the stores, and what one session takes up in them. */

const isOf =
  (names: readonly string[], modesOf: readonly (string | undefined)[]) =>
  ({ of, mode }: ClaimFigure) =>
    names.includes(of) && modesOf.includes(mode)

export async function savesWork(stage: Stage): Promise<readonly ClaimFigure[]> {
  const throughput = (await stage.throughput()).filter(isOf([...models, ...libraries], ['snapshot', undefined]))
  return [...throughput, ...(await measureStoredBytes(stage))]
}

export async function isSlower(stage: Stage): Promise<readonly ClaimFigure[]> {
  const checks = await stage.checks()
  const each = models.flatMap((model) => modes.map((mode) => ({ model, mode, check: checkOf(checks, model, mode) })))
  const sealed = (mode: (typeof modes)[number]) => checkOf(checks, 'sealed', mode).p50
  const compared = ['sealed', 'stored', 'iron-session', 'better-auth-table', 'better-auth-cache']
  const throughput = (await stage.throughput()).filter(isOf(compared, ['snapshot', 'strict', undefined]))
  return [
    ...each.map(({ model, mode, check: { p50 } }) =>
      toFigure('check_time', model, p50, 'us', { mode, ratio: p50 / sealed(mode) }),
    ),
    ...each.map(({ model, mode, check }) => toFigure('redis_calls', model, check.redisPerCheck, 'requests', { mode })),
    ...each
      .filter(({ model, mode }) => mode !== 'off' || model === 'stored')
      .map(({ model, mode, check }) =>
        toFigure('sql_statements', model, check.statementsPerCheck, 'requests', { mode }),
      ),
    ...(await statementsOfBetterAuth(stage)),
    ...throughput.filter(({ figure }) => figure === 'requests_per_second'),
  ]
}

import { decodeJwt } from 'jose'
import * as z from 'zod'
import type { ClaimFigure } from '@/lib/figures/claims'
import { changeRole } from '@/lib/server/admin/users'
import type { Model } from '@/lib/session/models'
import { checkOf, toFigure } from '@/tests/bench/claims/figure'
import { lifetimeOf, statementsOfBetterAuth } from '@/tests/bench/claims/peer-costs'
import { logInAt } from '@/tests/bench/claims/peer-visitors'
import type { Stage } from '@/tests/bench/claims/stage'
import type { Pair } from '@/tests/bench/lag/pair'
import { models } from '@/tests/support/models'
import { newAccount, openSession } from '@/tests/support/open-session'

/** How long after a change a session, a token and a cookie still carry the old role. */
export async function carriesRoles(stage: Stage): Promise<readonly ClaimFigure[]> {
  const repetitions = stage.quick ? 1 : 5
  const figures: ClaimFigure[] = []
  for (const mode of ['strict', 'snapshot'] as const) {
    const pair = await stage[mode]()
    for (const model of models) {
      const delays: number[] = []
      for (let done = 0; done < repetitions; done += 1) delays.push(await delayOf(pair, model))
      figures.push(toFigure('old_role_for', model, Math.round(Math.max(...delays)), 'ms', { mode }))
    }
  }
  const { first } = await stage.snapshot()
  figures.push(toFigure('role_lifetime', 'token-elsewhere', await lifetimeElsewhere(first), 's'))
  figures.push(...(await lifetimesOfPeers(stage)))
  const { statementsPerCheck } = checkOf(await stage.checks(), 'signed', 'snapshot')
  const asked = toFigure('sql_statements', 'signed', statementsPerCheck, 'requests', { mode: 'snapshot' })
  return [...figures, asked, ...(await statementsOfBetterAuth(stage))]
}

/**
 * A third process changes the role; the first one is asked until its answer has the new one.
 * @returns milliseconds from the change to the start of the last request that was answered with the old role, 0 for none
 */
async function delayOf({ first }: Pair, model: Model): Promise<number> {
  const { userId, email } = await newAccount(first)
  const visitor = await openSession(first, model, { email })
  await visitor.me()
  const changed = await changeRole(userId, 'editor')
  if (changed !== 'changed') throw new Error(`the role was ${changed}`)

  const changedAt = performance.now()
  let last = 0
  for (;;) {
    const asked = performance.now() - changedAt
    const { user, status } = await visitor.me()
    if (!user) throw new Error(`${model}: ${status} after a change of role`)
    if (user.role === 'editor') return last
    if (asked > 10_000) throw new Error(`${model}: the new role never arrives`)
    last = asked
  }
}

const Token = z.object({ access_token: z.string() })

/** A service that only verifies the signature believes the role in the token until it expires. @returns seconds */
async function lifetimeElsewhere(app: { url: string }): Promise<number> {
  const visitor = await openSession(app, 'signed')
  const { access_token: token } = Token.parse((await visitor.send('POST', '/api/token', { Origin: app.url })).json())
  const { exp = 0, iat = 0 } = decodeJwt(token)
  return exp - iat
}

/** What a library has put into a cookie, it believes for the life of the cookie. */
async function lifetimesOfPeers(stage: Stage): Promise<readonly ClaimFigure[]> {
  const peers = await stage.peers()
  if (!peers) return []

  return Promise.all(
    (['better-auth-cache', 'auth-js'] as const).map(async (peer) =>
      toFigure('role_lifetime', peer, lifetimeOf(await logInAt(peers, peer), peer), 's'),
    ),
  )
}

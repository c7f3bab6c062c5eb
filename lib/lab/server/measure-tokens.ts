// feature: tokens (this file)
import 'server-only'
import { randomUUID } from 'node:crypto'
import type { NextRequest } from 'next/server'
import QuickLRU from 'quick-lru'
import { takeTurn } from '@/lib/lab/server/turn'
import { type TokenRound, type TokenRounds, tokenRounds } from '@/lib/lab/shared/measure-words'
import { answerCaller, type Caller } from '@/lib/server/guards/answer-caller'
import { problem } from '@/lib/server/http/problem'
import { claimsOf, issueToken } from '@/lib/server/tokens/answer-token'
import { signAccess } from '@/lib/session/bearer/access-token'

/** Seconds after which an interrupted measurement no longer blocks another one. */
const longest = 60

/** Measures how long the caller's server takes to issue a token, and to take one from a cache. No token leaves the server. */
export function answerTokenRounds(request: NextRequest): Promise<Response> {
  return answerCaller(request, { cookieOnly: true, work: measureInTurn })
}

async function measureInTurn(caller: Caller): Promise<Response | 'revoked'> {
  if (caller.credential.model === 'bearer') return problem('session_required')

  const giveBack = await takeTurn(caller.session.userId, longest)
  if (!giveBack) return problem('too_many', { 'Retry-After': String(longest) })

  try {
    return await measure(caller)
  } finally {
    await giveBack()
  }
}

/** The first round warms up and does not count. */
async function measure(caller: Caller): Promise<Response | 'revoked'> {
  const rounds: TokenRound[] = []
  for (let done = 0; done <= tokenRounds; done += 1) {
    const round = await measureRound(caller)
    if (typeof round === 'string') return round === 'revoked' ? round : problem('unavailable')
    if (done > 0) rounds.push(round)
  }
  return Response.json({ rounds } satisfies TokenRounds)
}

/** @returns `uncached` where Redis has not kept the token: the figures would be those of a second miss */
async function measureRound(caller: Caller): Promise<TokenRound | 'revoked' | 'uncached'> {
  // An audience that no service has, and that no other round uses: the cache has no entry yet, and a token for it opens nothing.
  const audience = `urn:lab:${randomUUID()}`
  const memory = new QuickLRU<string, string>({ maxSize: 1 })

  const [issued, issue] = await timed(() => issueToken(caller, audience, 'off'))
  const [, sign] = await timed(() => signAccess(claimsOf(caller), audience))
  const [stored, miss] = await timed(() => issueToken(caller, audience, 'on'))
  const [cached, redis] = await timed(() => issueToken(caller, audience, 'on'))
  if (!issued || !stored || !cached) return 'revoked'
  if (cached.token !== stored.token) return 'uncached'

  memory.set(audience, cached.token)
  const [, kept] = await timed(async () => memory.get(audience))
  return { issue, sign, miss, redis, memory: kept }
}

/** @returns the result, and its duration in microseconds */
async function timed<T>(work: () => Promise<T>): Promise<readonly [T, number]> {
  const start = performance.now()
  const result = await work()
  return [result, (performance.now() - start) * 1000]
}

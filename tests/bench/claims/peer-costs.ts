import type { ClaimFigure } from '@/lib/figures/claims'
import { toFigure } from '@/tests/bench/claims/figure'
import { logInAt, type Peer, whoOf } from '@/tests/bench/claims/peer-visitors'
import type { Stage } from '@/tests/bench/claims/stage'
import type { Visitor } from '@/tests/support/visitor'

/** What one check of Better Auth asks of PostgreSQL: statements on the wire. */
export async function statementsOfBetterAuth(stage: Stage): Promise<readonly ClaimFigure[]> {
  const peers = await stage.peers()
  if (!peers) return []

  const checks = 50
  const figures: ClaimFigure[] = []
  for (const peer of ['better-auth-table', 'better-auth-cache'] as const) {
    const visitor = await logInAt({ url: peers.counted.url, password: peers.password }, peer)
    const before = peers.statements()
    for (let asked = 0; asked < checks; asked += 1) await visitor.get(whoOf(peer))
    figures.push(toFigure('sql_statements', peer, (peers.statements() - before) / checks, 'requests'))
  }
  return figures
}

/** The cookie that alone is enough to be recognised, for as long as it lasts. */
const credentialOf: Readonly<Partial<Record<Peer, RegExp>>> = {
  'iron-session': /^iron-session$/,
  'better-auth-cache': /session_data$/,
  'auth-js': /session-token$/,
}

/** @returns seconds for which the library accepts a copy without asking a store: Max-Age or Expires of its cookie */
export function lifetimeOf({ cookies }: Visitor, peer: keyof typeof credentialOf): number {
  const cookie = cookies.find(({ name }) => credentialOf[peer]?.test(name))
  const maxAge = cookie?.attributes.get('max-age')
  const expires = cookie?.attributes.get('expires')
  if (maxAge !== undefined) return Number(maxAge)
  if (expires !== undefined) return Math.round((Date.parse(expires) - Date.now()) / 1000)

  throw new Error(`${peer} has set no cookie with a lifetime: ${cookies.map(({ name }) => name).join(', ')}`)
}

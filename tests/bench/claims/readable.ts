import * as z from 'zod'
import type { ClaimFigure } from '@/lib/figures/claims'
import { openCookies } from '@/lib/session/open'
import { nowInSeconds } from '@/lib/time'
import { toCounts, toFigure } from '@/tests/bench/claims/figure'
import { libraries, logInAt, whoOf } from '@/tests/bench/claims/peer-visitors'
import type { Stage } from '@/tests/bench/claims/stage'
import { dumpOf } from '@/tests/bench/claims/stored-bytes'
import { models } from '@/tests/support/models'
import { openSession } from '@/tests/support/open-session'
import type { Visitor } from '@/tests/support/visitor'

/** Decodes the cookies without a key. @returns how many of these facts about a user stand in them */
export function countReadable(facts: readonly string[], values: readonly string[]): number {
  const texts = values.flatMap((value) => {
    const plain = decodeURIComponent(value)
    return [plain, ...plain.split(/[.~*]/).map((part) => Buffer.from(part, 'base64url').toString('utf8'))]
  })
  return facts.filter((fact) => texts.some((text) => text.includes(fact))).length
}

const valuesOf = ({ cookies }: Visitor) => cookies.map(({ value }) => value)

export async function dataOnServer(stage: Stage): Promise<readonly ClaimFigure[]> {
  return [...(await readCookies(stage)), ...(await readDatabases(stage))]
}

const Who = z.object({ id: z.string(), email: z.string() })

async function readCookies(stage: Stage): Promise<readonly ClaimFigure[]> {
  const { first } = await stage.snapshot()
  const figures: ClaimFigure[] = []
  for (const model of models) {
    const visitor = await openSession(first, model)
    const { user } = await visitor.me()
    if (!user) throw new Error(`${model}: not logged in`)
    const facts = [user.id, user.email, user.name, user.role]
    figures.push(toFigure('readable_facts', model, countReadable(facts, valuesOf(visitor)), 'count'))
  }
  const peers = await stage.peers()
  for (const peer of peers ? ([...libraries, 'plain-cookie'] as const) : []) {
    if (!peers) continue
    const visitor = await logInAt(peers, peer)
    const { id, email } = Who.parse((await visitor.get(whoOf(peer))).json())
    figures.push(toFigure('readable_facts', peer, countReadable([id, email, 'Linus'], valuesOf(visitor)), 'count'))
  }
  return figures
}

/** With a dump of the database: in how many sessions it contains the secret that the cookie proves itself by. */
async function readDatabases(stage: Stage): Promise<readonly ClaimFigure[]> {
  const { first } = await stage.snapshot()
  const tries = stage.quick ? 1 : 5
  const repeat = <T>(make: () => Promise<T>) => Promise.all(Array.from({ length: tries }, make))
  const count = (of: string, secrets: readonly string[], dump: string) =>
    toCounts('secrets_in_database', { of, tries, accepted: secrets.filter((secret) => contains(dump, secret)).length })

  const figures: ClaimFigure[] = []
  for (const model of models) {
    const secrets = await repeat(async () => secretOf(await openSession(first, model)))
    figures.push(...count(model, secrets, await dumpOf(stage.stores.env.DATABASE_URL ?? '')))
  }
  const peers = await stage.peers()
  if (!peers) return figures

  const tokens = await repeat(async () => {
    const { cookies } = await logInAt(peers, 'better-auth-table')
    return (
      decodeURIComponent(cookies.find(({ name }) => name.endsWith('session_token'))?.value ?? '').split('.')[0] ?? ''
    )
  })
  return [...figures, ...count('better-auth-table', tokens, await dumpOf(peers.databaseUrl))]
}

/** PostgreSQL writes bytes as hexadecimal digits. */
function contains(dump: string, secret: string): boolean {
  if (secret.length < 16) throw new Error('no secret to look for')
  return dump.includes(secret) || dump.includes(Buffer.from(secret).toString('hex'))
}

/** What the seal around it keeps from everyone but us. A sealed session has no secret beside its cookie. */
async function secretOf({ cookies }: Visitor): Promise<string> {
  const presented = Object.fromEntries(cookies.map(({ name, value }) => [name, value]))
  const [credential] = await openCookies({ authorization: null, cookies: presented }, nowInSeconds())
  if (credential?.model === 'stored') return credential.claims.secret
  if (credential?.model === 'signed') return credential.refresh.token
  return presented['__Host-sealed'] ?? ''
}

import 'server-only'
import QuickLRU from 'quick-lru'
import { UnavailableError } from '@/lib/errors'
import { sourcesFor, suffer } from '@/lib/lab/shared/faults'
import { judge } from '@/lib/lab/shared/judge'
import { presentedAt } from '@/lib/lab/shared/presented-at'
import type { Judgement } from '@/lib/lab/shared/report'
import type { Switches, Way } from '@/lib/lab/shared/words'
import { currentlyPresented } from '@/lib/server/guards/current'
import { checkVisitor, type VisitorOptions } from '@/lib/server/sessions/check-visitor'
import { usualStores } from '@/lib/server/sessions/lifecycle'
import { lifecycleOf } from '@/lib/server/sessions/models'
import { StoredMemory } from '@/lib/server/sessions/stored/copy'
import { check } from '@/lib/session/check'
import type { Presented } from '@/lib/session/presented'
import type { Verdict } from '@/lib/session/session'
import { nowInSeconds } from '@/lib/time'

/** Judges the sender of the request that runs now. */
export async function judgePresented(switches: Switches): Promise<Judgement[]> {
  return judgeVisitor(await presentedAt(switches.keys, await currentlyPresented()), switches)
}

/** The server check, with the modes and faults that a request to the lab has named. It renews nothing. */
export function judgeVisitor(presented: Presented, switches: Switches): Promise<Judgement[]> {
  const usual = usualStores()
  const sources = sourcesFor(switches) ?? usual.sources
  const stores = { sources, askDatabase, memory: memoryFor(switches) ?? usual.memory }
  return judge(switches.ways, (way, trace) => {
    const mode = way === 'textbook' ? 'off' : way
    const options = { now: nowInSeconds(), trace, mode, stores, renewFor: null }
    return judgeAs(way, presented, options)
  })

  async function askDatabase<T>(question: () => Promise<T>): Promise<T> {
    await suffer('postgres', switches.postgres)
    return question()
  }
}

async function judgeAs(way: Way, presented: Presented, options: Required<VisitorOptions>): Promise<Verdict> {
  if (way === 'textbook') return judgeByTheBook(presented, options)
  const { verdict } = await checkVisitor(presented, options)
  return verdict
}

async function judgeByTheBook(presented: Presented, options: Required<VisitorOptions>): Promise<Verdict> {
  try {
    return await believe(presented, options)
  } catch (error) {
    if (error instanceof UnavailableError) return 'unavailable'
    throw error
  }
}

/**
 * The stateless baseline: accepts every credential that is authentic and not too old, and for a stored session reads
 * its row. It asks for no revocation. @throws {UnavailableError}
 */
async function believe(presented: Presented, options: Required<VisitorOptions>): Promise<Verdict> {
  const checked = await check(presented, { ...options, sources: options.stores.sources })
  if (checked.verdict !== 'allowed' && checked.verdict !== 'renewable') return checked.verdict
  if (checked.credential.model !== 'stored') return 'allowed'

  const session = await lifecycleOf(checked.credential).read(checked.credential, { ...options, copy: undefined })
  return session ? 'allowed' : 'revoked'
}

const memories = new QuickLRU<string, StoredMemory>({ maxSize: 50, maxAge: 600_000 })

/**
 * A cache of its own for experiments: a row that was read with a fault must not answer an ordinary request of the same
 * session, nor delay it, and a row from ordinary requests would hide the fault.
 * @returns undefined for the cache of this process
 */
export function memoryFor({ experiment, redis, postgres }: Switches): StoredMemory | undefined {
  if (experiment === null) return redis === 'none' && postgres === 'none' ? undefined : new StoredMemory()

  const memory = memories.get(experiment) ?? new StoredMemory()
  memories.set(experiment, memory)
  return memory
}

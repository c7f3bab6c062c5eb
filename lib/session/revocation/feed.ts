/**
 * Reads the feed of revocations: one call returns a page of entries, and counters that show whether any are missing.
 * Runs anywhere. Values are parsed, not trusted: a feed that does not parse counts as Redis being unavailable.
 */

import * as z from 'zod/mini'
import { UnavailableError } from '@/lib/errors'
import { type AskRedis, askRedis } from '@/lib/session/redis'
import { keys } from '@/lib/session/revocation/keys'

export const entryKinds = ['denied', 'generation', 'access', 'site'] as const
export type EntryKind = (typeof entryKinds)[number]

export interface Entry {
  counter: number
  kind: EntryKind
  /** A session's or a user's id; empty for the whole site. */
  subject: string
  value: number
  /** Seconds since 1970 by Redis's clock: after that the entry has no effect. */
  until: number
  /** The entry as it was written. Two entries are equal only if their texts are. */
  text: string
}

export interface Page {
  /** Random, made with the first entry: another epoch is another feed. Null while there is none. */
  epoch: string | null
  /** The counter of the newest entry. */
  counter: number
  /** The counter of the newest entry that was removed because it had expired. */
  trimmed: number
  /** Seconds since 1970, by Redis's clock. */
  now: number
  entries: readonly Entry[]
}

/** Entries per call: less than a megabyte. */
export const pageSize = 10_000

/** With more entries than this, a local replica costs more than it saves. */
export const mostEntries = 200_000

/** Reads from a counter on, the entry with this counter included. Returns no entries when the feed is too long. */
const read = `
local head = redis.call('HMGET', KEYS[2], 'epoch', 'counter', 'trimmed')
local count = tonumber(head[2] or '0') - tonumber(head[3] or '0')
local entries = {}
if count <= tonumber(ARGV[3]) then
  entries = redis.call('ZRANGEBYSCORE', KEYS[1], ARGV[1], '+inf', 'LIMIT', 0, ARGV[2])
end
return { head[1], head[2] or '0', head[3] or '0', redis.call('TIME')[1], entries }`

const Whole = z.pipe(z.string().check(z.regex(/^\d{1,15}$/)), z.transform(Number))

const EntryText = z.pipe(
  z.string().check(z.regex(/^\d{1,15}\|(denied|generation|access|site)\|[\w-]{0,64}\|\d{1,15}\|\d{1,15}$/)),
  z.transform((text): Entry => {
    const [counter, kind, subject = '', value, until] = text.split('|')
    const known = entryKinds.find((name) => name === kind) ?? 'denied'
    return { counter: Number(counter), kind: known, subject, value: Number(value), until: Number(until), text }
  }),
)

const Reply = z.tuple([z.nullable(z.string()), Whole, Whole, Whole, z.array(EntryText)])

/** @throws {UnavailableError} */
export async function readFeed(from: number, ask: AskRedis = askRedis): Promise<Page> {
  const range = [String(from), String(pageSize), String(mostEntries)]
  const reply = Reply.safeParse(await ask((redis) => redis.eval(read, [keys.feed(), keys.feedHead()], range)))
  if (!reply.success) throw new UnavailableError('redis', reply.error)

  const [epoch, counter, trimmed, now, entries] = reply.data
  return { epoch, counter, trimmed, now, entries }
}

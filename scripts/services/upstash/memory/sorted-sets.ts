import { CommandError } from '../command-error'
import { refusal, refusedOptions } from '../refusals'
import type { Keyspace } from './keyspace'
import { formatDouble, requireBound, requireInteger, requireScore } from './numbers'
import { type Range, rangeByRank, rangeByScore, zrange } from './ranges'
import { SortedSet } from './sorted-set'
import { pairsOf, type Spec, type Specs, syntaxError } from './spec'

/** @throws {CommandError} */
function readFlags(args: readonly string[]): string[] {
  const end = args.findIndex((arg) => !['NX', 'XX', 'CH'].includes(arg.toUpperCase()))
  const refused = args[end]?.toUpperCase() ?? ''
  if (refusedOptions.ZADD?.includes(refused)) throw refusal(`ZADD ${refused}`)
  return args.slice(0, end < 0 ? args.length : end).map((arg) => arg.toUpperCase())
}

function setToWrite(space: Keyspace, key: string): SortedSet {
  const known = space.sortedSet(key)
  if (known) return known
  const created = new SortedSet()
  space.put(key, created)
  return created
}

type Entry = { score: number; member: string }

/** Flags and entries. @throws {CommandError} for the first error in Redis's order of checks */
function readEntries(rest: readonly string[]): { flags: readonly string[]; entries: Entry[] } {
  const flags = readFlags(rest)
  const words = rest.slice(flags.length)
  if (words.length === 0 || words.length % 2 !== 0) throw syntaxError()
  if (flags.includes('NX') && flags.includes('XX')) {
    throw new CommandError('ERR XX and NX options at the same time are not compatible')
  }
  // Redis stores no negative zero: adding zero removes the sign.
  return { flags, entries: pairsOf(words).map(([score, member]) => ({ score: requireScore(score) + 0, member })) }
}

function addEntry(set: SortedSet, entry: Entry, flags: readonly string[]): 'added' | 'updated' | null {
  const before = set.score(entry.member)
  if (before === entry.score || flags.includes(before === undefined ? 'XX' : 'NX')) return null
  set.add(entry)
  return before === undefined ? 'added' : 'updated'
}

const zadd: Spec = {
  arity: -4,
  run(space, [key = '', ...rest]) {
    const { flags, entries } = readEntries(rest)
    if (flags.includes('XX') && !space.sortedSet(key)) return 0
    const set = setToWrite(space, key)
    const outcomes = entries.map((entry) => addEntry(set, entry, flags))
    return outcomes.filter((outcome) => outcome === 'added' || (outcome && flags.includes('CH'))).length
  },
}

const zrem: Spec = {
  arity: -3,
  run(space, [key = '', ...members]) {
    const set = space.sortedSet(key)
    if (!set) return 0
    const removed = members.filter((member) => set.remove(member)).length
    space.deleteIfEmpty(key, set)
    return removed
  },
}

const zscore: Spec = {
  arity: 3,
  run(space, [key = '', member = '']) {
    const score = space.sortedSet(key)?.score(member)
    return score === undefined ? null : formatDouble(score)
  },
}

/** Parses the bounds before the key is read, as Redis does. */
type ReadRange = (first: string, last: string) => (set: SortedSet) => Range

const byScore: ReadRange = (first, last) => {
  const [min, max] = [requireBound(first), requireBound(last)]
  return (set) => rangeByScore(set, min, max)
}

const byRank: ReadRange = (first, last) => {
  const [from, to] = [requireInteger(first), requireInteger(last)]
  return (set) => rangeByRank(set.size, from, to)
}

const zremrange = (read: ReadRange): Spec => ({
  arity: 4,
  run(space, [key = '', first = '', last = '']) {
    const range = read(first, last)
    const set = space.sortedSet(key)
    if (!set) return 0
    const { start, end } = range(set)
    const removed = set.removeRange(start, end)
    space.deleteIfEmpty(key, set)
    return removed
  },
})

const zcount: Spec = {
  arity: 4,
  run(space, [key = '', first = '', last = '']) {
    const range = byScore(first, last)
    const set = space.sortedSet(key)
    if (!set) return 0
    const { start, end } = range(set)
    return Math.max(0, end - start)
  },
}

export const sortedSets: Specs = {
  ZADD: zadd,
  ZCARD: { arity: 2, run: (space, [key = '']) => space.sortedSet(key)?.size ?? 0 },
  ZCOUNT: zcount,
  ZSCORE: zscore,
  ZREM: zrem,
  ZREMRANGEBYSCORE: zremrange(byScore),
  ZREMRANGEBYRANK: zremrange(byRank),
  ZRANGEBYSCORE: zrange('ZRANGEBYSCORE'),
  ZRANGE: zrange('ZRANGE'),
}

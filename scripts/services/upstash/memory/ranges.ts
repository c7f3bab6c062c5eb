import { CommandError } from '../command-error'
import { refusal, refusedOptions } from '../refusals'
import { type Bound, formatDouble, requireBound, requireInteger } from './numbers'
import type { Member, SortedSet } from './sorted-set'
import { type Spec, syntaxError } from './spec'
import type { Value } from './value'

/** `start` inclusive, `end` exclusive, counted from the lowest. */
export type Range = { start: number; end: number }

export function rangeByScore(set: SortedSet, min: Bound, max: Bound): Range {
  const isBelow = ({ score }: Member) => score < min.value || (min.isExclusive && score === min.value)
  const isWithin = ({ score }: Member) => score < max.value || (!max.isExclusive && score === max.value)
  return { start: set.countWhile(isBelow), end: set.countWhile(isWithin) }
}

/** Negative ranks count from the end. */
export function rangeByRank(size: number, first: bigint, last: bigint): Range {
  const length = BigInt(size)
  const from = first < 0n ? first + length : first
  const to = last < 0n ? last + length : last
  const start = from < 0n ? 0n : from
  const end = to >= length ? length : to + 1n
  return start < end ? { start: Number(start), end: Number(end) } : { start: 0, end: 0 }
}

type Options = { isReversed: boolean; byScore: boolean; withScores: boolean; offset: bigint; limit: bigint }

/** Reads the option at the start of `words`. @returns the number of its words. @throws {CommandError} */
function readOption(options: Options, name: string, [given = '', offset, limit]: readonly string[]): number {
  const word = given.toUpperCase()
  if (word === 'LIMIT' && offset !== undefined && limit !== undefined) {
    options.offset = requireInteger(offset)
    options.limit = requireInteger(limit)
    return 3
  }
  if (word === 'WITHSCORES') options.withScores = true
  else if (name === 'ZRANGE' && word === 'REV' && !options.isReversed) options.isReversed = true
  else if (name === 'ZRANGE' && word === 'BYSCORE' && !options.byScore) options.byScore = true
  else if (name === 'ZRANGE' && refusedOptions.ZRANGE?.includes(word)) throw refusal(`ZRANGE ${word}`)
  else throw syntaxError()
  return 1
}

function readOptions(name: string, words: readonly string[]): Options {
  const byScore = name === 'ZRANGEBYSCORE'
  const options: Options = { isReversed: false, byScore, withScores: false, offset: 0n, limit: -1n }
  for (let at = 0; at < words.length; ) at += readOption(options, name, words.slice(at))
  if (options.limit !== -1n && !options.byScore) {
    throw new CommandError('ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX')
  }
  return options
}

/** Members in the order of the reply. */
function select(set: SortedSet, { start, end }: Range, { isReversed, offset, limit }: Options): Member[] {
  const members = set.ordered.slice(start, end)
  if (isReversed) members.reverse()
  if (offset < 0n) return []
  const from = Number(offset)
  return members.slice(from, limit < 0n ? undefined : from + Number(limit))
}

/** Parses the bounds before the key is read, as Redis does. */
function readRange(options: Options, first: string, last: string): (set: SortedSet) => Range {
  const [low, high] = options.isReversed && options.byScore ? [last, first] : [first, last]
  if (options.byScore) {
    const [min, max] = [requireBound(low), requireBound(high)]
    return (set) => rangeByScore(set, min, max)
  }
  const [from, to] = [requireInteger(low), requireInteger(high)]
  return (set) => {
    const { start, end } = rangeByRank(set.size, from, to)
    return options.isReversed ? { start: set.size - end, end: set.size - start } : { start, end }
  }
}

export const zrange = (name: 'ZRANGE' | 'ZRANGEBYSCORE'): Spec => ({
  arity: -4,
  run(space, [key = '', first = '', last = '', ...words]): Value {
    const options = readOptions(name, words)
    const range = readRange(options, first, last)
    const set = space.sortedSet(key)
    const members = set ? select(set, range(set), options) : []
    if (!options.withScores) return members.map(({ member }) => member)
    return members.flatMap(({ member, score }) => [member, formatDouble(score)])
  },
})

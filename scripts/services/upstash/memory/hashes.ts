import { CommandError } from '../command-error'
import type { Keyspace } from './keyspace'
import { isInRange, requireInteger } from './numbers'
import { pairsOf, type Spec, type Specs, wrongNumber } from './spec'

function hashToWrite(space: Keyspace, key: string): Map<string, string> {
  const known = space.hash(key)
  if (known) return known
  const created = new Map<string, string>()
  space.put(key, created)
  return created
}

const hset: Spec = {
  arity: -4,
  run(space, [key = '', ...rest]) {
    if (rest.length % 2 !== 0) throw wrongNumber('hset')
    const hash = hashToWrite(space, key)
    const before = hash.size
    for (const [field, value] of pairsOf(rest)) hash.set(field, value)
    return hash.size - before
  },
}

const hdel: Spec = {
  arity: -3,
  run(space, [key = '', ...fields]) {
    const hash = space.hash(key)
    if (!hash) return 0
    const removed = fields.filter((field) => hash.delete(field)).length
    space.deleteIfEmpty(key, hash)
    return removed
  },
}

const hincrby: Spec = {
  arity: 4,
  run(space, [key = '', field = '', text = '']) {
    const amount = requireInteger(text)
    const value = space.hash(key)?.get(field) ?? '0'
    const sum = requireInteger(value, 'ERR hash value is not an integer') + amount
    if (!isInRange(sum)) throw new CommandError('ERR increment or decrement would overflow')
    hashToWrite(space, key).set(field, String(sum))
    return sum
  },
}

const hmget: Spec = {
  arity: -3,
  run(space, [key = '', ...fields]) {
    const hash = space.hash(key)
    return fields.map((field) => hash?.get(field) ?? null)
  },
}

export const hashes: Specs = {
  HSET: hset,
  HGET: { arity: 3, run: (space, [key = '', field = '']) => space.hash(key)?.get(field) ?? null },
  HGETALL: { arity: 2, run: (space, [key = '']) => [...(space.hash(key) ?? [])].flat() },
  HMGET: hmget,
  HDEL: hdel,
  HEXISTS: { arity: 3, run: (space, [key = '', field = '']) => (space.hash(key)?.has(field) ? 1 : 0) },
  HLEN: { arity: 2, run: (space, [key = '']) => space.hash(key)?.size ?? 0 },
  HINCRBY: hincrby,
}

import { CommandError } from '../command-error'
import { requireExpiry } from './expiry'
import type { Keyspace } from './keyspace'
import { isInRange, MIN_INTEGER, requireInteger } from './numbers'
import { set } from './set-command'
import { pairsOf, type Spec, type Specs, wrongNumber } from './spec'
import { ok } from './value'

function add(space: Keyspace, key: string, amount: bigint): bigint {
  const sum = requireInteger(space.string(key) ?? '0') + amount
  if (!isInRange(sum)) throw new CommandError('ERR increment or decrement would overflow')
  space.replace(key, String(sum))
  return sum
}

function subtract(space: Keyspace, key: string, text: string): bigint {
  const amount = requireInteger(text)
  if (amount === MIN_INTEGER) throw new CommandError('ERR decrement would overflow')
  return add(space, key, -amount)
}

const getdel: Spec = {
  arity: 2,
  run(space, [key = '']) {
    const value = space.string(key) ?? null
    space.delete(key)
    return value
  },
}

/** MGET treats a value of another type as missing. */
const mget: Spec = {
  arity: -2,
  run: (space, keys) =>
    keys.map((key) => {
      const value = space.get(key)
      return typeof value === 'string' ? value : null
    }),
}

const mset: Spec = {
  arity: -3,
  run(space, args) {
    if (args.length % 2 !== 0) throw wrongNumber('mset')
    for (const [key, value] of pairsOf(args)) space.put(key, value)
    return ok
  },
}

const setex: Spec = {
  arity: 4,
  run(space, [key = '', text = '', value = '']) {
    space.put(key, value, requireExpiry('setex', { word: 'EX', text }, space.now()))
    return ok
  },
}

const setnx: Spec = {
  arity: 3,
  run(space, [key = '', value = '']) {
    if (space.get(key) !== undefined) return 0
    space.put(key, value)
    return 1
  },
}

export const strings: Specs = {
  GET: { arity: 2, run: (space, [key = '']) => space.string(key) ?? null },
  GETDEL: getdel,
  STRLEN: { arity: 2, run: (space, [key = '']) => space.string(key)?.length ?? 0 },
  MGET: mget,
  MSET: mset,
  SET: set,
  SETEX: setex,
  SETNX: setnx,
  INCR: { arity: 2, run: (space, [key = '']) => add(space, key, 1n) },
  DECR: { arity: 2, run: (space, [key = '']) => add(space, key, -1n) },
  INCRBY: { arity: 3, run: (space, [key = '', amount = '']) => add(space, key, requireInteger(amount)) },
  DECRBY: { arity: 3, run: (space, [key = '', amount = '']) => subtract(space, key, amount) },
}

import { CommandError } from '../command-error'
import { requireDeadline } from './expiry'
import type { Keyspace, Stored } from './keyspace'
import { type Spec, type Specs, wrongNumber } from './spec'
import { Status } from './value'

export function typeOf(value: Stored | undefined): string {
  if (value === undefined) return 'none'
  if (typeof value === 'string') return 'string'
  return value instanceof Map ? 'hash' : 'zset'
}

const count = (keys: readonly string[], holds: (key: string) => boolean) => keys.filter(holds).length

const removal: Spec = { arity: -2, run: (space, keys) => count(keys, (key) => space.delete(key)) }

function readConditions(args: readonly string[]): ReadonlySet<string> {
  const words = new Set<string>()
  for (const arg of args) {
    const word = arg.toUpperCase()
    if (!['NX', 'XX', 'GT', 'LT'].includes(word)) throw new CommandError(`ERR Unsupported option ${arg}`)
    words.add(word)
  }
  if (words.has('NX') && words.size > 1) {
    throw new CommandError('ERR NX and XX, GT or LT options at the same time are not compatible')
  }
  if (words.has('GT') && words.has('LT')) {
    throw new CommandError('ERR GT and LT options at the same time are not compatible')
  }
  return words
}

/** A missing expiry counts as one in the infinite future. */
function isRuledOut(conditions: ReadonlySet<string>, current: bigint | null, deadline: bigint): boolean {
  if (current === null) return conditions.has('XX') || conditions.has('GT')
  if (conditions.has('NX')) return true
  return (conditions.has('GT') && deadline <= current) || (conditions.has('LT') && deadline >= current)
}

function expire(name: string, unit: bigint): Spec {
  return {
    arity: -3,
    run(space, [key = '', text = '', ...rest]) {
      const conditions = readConditions(rest)
      const deadline = requireDeadline(name, text, unit, space.now())
      const current = space.expiry(key)
      if (current === undefined || isRuledOut(conditions, current, deadline)) return 0

      if (deadline <= space.now()) space.delete(key)
      else space.setExpiry(key, deadline)
      return 1
    },
  }
}

/** Rounded as Redis rounds: half a unit counts as one. */
function timeLeft(unit: bigint): Spec {
  return {
    arity: 2,
    run(space, [key = '']) {
      const expiry = space.expiry(key)
      if (expiry === undefined) return -2
      return expiry === null ? -1 : (expiry - space.now() + unit / 2n) / unit
    },
  }
}

function persist(space: Keyspace, key: string): number {
  if (!space.expiry(key)) return 0
  space.setExpiry(key, null)
  return 1
}

export const keys: Specs = {
  DEL: removal,
  UNLINK: removal,
  EXISTS: { arity: -2, run: (space, names) => count(names, (key) => space.get(key) !== undefined) },
  TYPE: { arity: 2, run: (space, [key = '']) => new Status(typeOf(space.get(key))) },
  EXPIRE: expire('expire', 1000n),
  PEXPIRE: expire('pexpire', 1n),
  TTL: timeLeft(1000n),
  PTTL: timeLeft(1n),
  PERSIST: { arity: 2, run: (space, [key = '']) => persist(space, key) },
}

/** For commands with optional last words. @throws {CommandError} when there are more words */
export function requireAtMost(name: string, args: readonly string[], most: number): void {
  if (args.length > most) throw wrongNumber(name)
}

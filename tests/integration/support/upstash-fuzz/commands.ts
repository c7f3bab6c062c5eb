import type { Command } from '@/scripts/services/upstash/backend'
import type { Chance } from '@/tests/integration/support/upstash-fuzz/chance'
import { keys, type Pool, pools } from '@/tests/integration/support/upstash-fuzz/pools'

/** Words of a pool by its name; `a b...` repeats the last group; `?` gives options, each with its arguments. */
type Shape = {
  name: string
  args: readonly Pool[]
  repeated?: readonly Pool[]
  options?: Options
  first?: readonly string[]
}
type Options = Readonly<Record<string, readonly Pool[]>>

const limit: Options = { WITHSCORES: [], LIMIT: ['int', 'int'], LIMITS: [] }
const expiries: Options = { EX: ['length'], PX: ['length'], EXAT: ['length'], PXAT: ['length'] }
const conditions: Options = { NX: [], XX: [], GT: [], LT: [], ZZ: [] }

const shapes: readonly Shape[] = [
  ...['GET', 'GETDEL', 'STRLEN', 'INCR', 'DECR', 'TYPE', 'TTL', 'PTTL', 'PERSIST', 'HGETALL', 'HLEN', 'ZCARD'].map(
    (name): Shape => ({ name, args: ['key'] }),
  ),
  ...['INCRBY', 'DECRBY'].map((name): Shape => ({ name, args: ['key', 'int'] })),
  ...['MGET', 'DEL', 'UNLINK', 'EXISTS'].map((name): Shape => ({ name, args: [], repeated: ['key'] })),
  { name: 'MSET', args: [], repeated: ['key', 'value'] },
  { name: 'SET', args: ['key', 'value'], options: { ...expiries, NX: [], XX: [], GET: [], KEEPTTL: [], ZZ: [] } },
  { name: 'SET', args: ['key', 'int'] },
  { name: 'SETEX', args: ['key', 'length', 'value'] },
  { name: 'SETNX', args: ['key', 'value'] },
  ...['EXPIRE', 'PEXPIRE'].map((name): Shape => ({ name, args: ['key', 'length'], options: conditions })),
  { name: 'HSET', args: ['key'], repeated: ['member', 'value'] },
  { name: 'HINCRBY', args: ['key', 'member', 'int'] },
  ...['HGET', 'HEXISTS', 'ZSCORE'].map((name): Shape => ({ name, args: ['key', 'member'] })),
  ...['HMGET', 'HDEL', 'ZREM'].map((name): Shape => ({ name, args: ['key'], repeated: ['member'] })),
  ...[1, 2, 3].map(
    (): Shape => ({
      name: 'ZADD',
      args: ['key'],
      first: ['NX', 'XX', 'CH', 'nx', 'GT', 'INCR'],
      repeated: ['score', 'member'],
    }),
  ),
  ...['ZCOUNT', 'ZREMRANGEBYSCORE'].map((name): Shape => ({ name, args: ['key', 'bound', 'bound'] })),
  { name: 'ZREMRANGEBYRANK', args: ['key', 'int', 'int'] },
  { name: 'ZRANGEBYSCORE', args: ['key', 'bound', 'bound'], options: { ...limit, REV: [] } },
  { name: 'ZRANGE', args: ['key', 'int', 'int'], options: { ...limit, REV: [], BYLEX: [] } },
  { name: 'ZRANGE', args: ['key', 'bound', 'bound'], options: { ...limit, REV: [], BYSCORE: [] } },
  { name: 'PING', args: [] },
  { name: 'PING', args: ['value'] },
  { name: 'ECHO', args: ['value'] },
  { name: 'DBSIZE', args: [] },
  { name: 'TIME', args: [] },
  ...['FLUSHALL', 'FLUSHDB'].map((name): Shape => ({ name, args: [], options: { ASYNC: [], SYNC: [], ZZ: [] } })),
  { name: 'SCAN', args: ['cursor'], options: { MATCH: ['pattern'], TYPE: ['member'], COUNT: ['int'] } },
]

const anyCase = (chance: Chance, word: string) => (chance.is(0.3) ? word.toLowerCase() : word)

function optionsOf(chance: Chance, options: Options): string[] {
  const picked = chance.times(0, chance.is(0.2) ? 4 : 2, () => chance.of(Object.entries(options)))
  return picked.flatMap(([word, args]) => [anyCase(chance, word), ...args.map((pool) => chance.of(pools[pool]))])
}

/** Mostly one of the right type: an error of type hides all later errors. */
function keyFor(chance: Chance, name: string): string {
  const own = keys.filter((key) => key.startsWith(name.charAt(0).toLowerCase()))
  return chance.of(own.length > 0 && chance.is(0.8) ? own : keys)
}

function argsOf(chance: Chance, shape: Shape): string[] {
  const { args, first = [], repeated = [], options = {} } = shape
  const words = args.map((pool) => (pool === 'key' ? keyFor(chance, shape.name) : chance.of(pools[pool])))
  if (first.length > 0 && chance.is(0.4)) words.push(...chance.times(1, 2, () => chance.of(first)))
  if (repeated.length > 0)
    words.push(...chance.times(1, 3, () => repeated.map((pool) => chance.of(pools[pool]))).flat())
  if (Object.keys(options).length > 0) words.push(...optionsOf(chance, options))
  return words
}

/** One argument too few, one too many, or one of another kind. */
function spoiled(chance: Chance, args: readonly string[]): string[] {
  const place = chance.below(args.length + 1)
  const other = chance.of(pools[chance.of(Object.keys(pools) as Pool[])])
  const replaced = chance.is(0.66) ? [other] : []
  return [...args.slice(0, place), ...replaced, ...args.slice(place + chance.below(2))]
}

export function randomCommand(chance: Chance): Command {
  const drawn = chance.of(shapes)
  // Rarely, so that keys exist.
  const shape = drawn.name.startsWith('FLUSH') && chance.is(0.8) ? chance.of(shapes) : drawn
  const args = argsOf(chance, shape)
  const words = chance.is(0.12) ? spoiled(chance, args) : args
  // Without it, Redis answers with some of the keys and a cursor.
  const rest = shape.name === 'SCAN' && chance.is(0.8) ? [...words, 'COUNT', '1000'] : words
  return [anyCase(chance, shape.name), ...rest]
}

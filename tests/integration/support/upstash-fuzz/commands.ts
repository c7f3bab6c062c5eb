import type { Command } from '@/scripts/services/upstash/backend'
import type { Chance } from '@/tests/integration/support/upstash-fuzz/chance'

const fuzzKeys = ['k1', 'k2', 'h1', 'h2', 'z1', 'z2', '', 'schlüssel']

const whole = ['0', '1', '-1', '2', '5', '-5', '9223372036854775807', '-9223372036854775808', '9223372036854775806']
const odd = [
  '9223372036854775808',
  '01',
  '+1',
  '-0',
  '1.5',
  '1e3',
  '',
  ' 1',
  '1 ',
  'x',
  '0x10',
  '2147483648',
  '4294967297',
]
const exact = ['9007199254740993', '-2147483649', '9007199254740992']
const scores = [
  '1',
  '2',
  '3',
  '3.5',
  '3.7',
  '3.9',
  '-1.5',
  '1e3',
  '1e400',
  '-1e400',
  '1e-400',
  'inf',
  '-inf',
  '+Inf',
  'Infinity',
]
const oddScores = [
  'nan',
  '0x10',
  '0x1p-3',
  '.5',
  '5.',
  '',
  ' 1',
  '1 ',
  '0.1',
  '1e-5',
  '123456789012345678',
  '-0',
  '1e21',
  '4e-320',
]
const bounds = ['(', '(3', '(3.7', '(-inf', '(inf', '(nan', '-', '+', '[a', '((1', '( 1']
const values = ['', 'a', 'é', '日本', 'x y', '"', 'line\nline', '\u0000', 'abc', "it's", '[]', '-', '(1']
const members = ['a', 'b', 'c', 'é', '', 'B', 'z']
/** Long enough to be there at the end of the test, or over at once: what lies between would depend on the speed. */
const lengths = [
  '100',
  '1000',
  '50000',
  '100000',
  '9223372036854775',
  '99999999999',
  '0',
  '-1',
  '-100',
  '9223372036854775807',
]
const patterns = [
  '*',
  'k*',
  '?1',
  '[kh]1',
  '[^k]*',
  '\\k1',
  '[a-k]1',
  '[k-a]1',
  '[',
  '[a-',
  '',
  '**1',
  '[]',
  'k[12',
  '\\',
]

const pools = {
  key: fuzzKeys,
  int: [...whole, ...odd, ...exact],
  score: [...scores, ...oddScores],
  bound: [...scores, ...oddScores, ...bounds],
  value: [...values, ...whole, ...odd],
  member: members,
  length: lengths,
  pattern: patterns,
  cursor: ['0', '0', '0', '', '00', '-0', '+0', 'x', '1.5', '0x0', ' 0', '18446744073709551616'],
} as const
type Pool = keyof typeof pools

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

/** Mostly one of the right type: an error of type hides all that comes after it. */
function keyFor(chance: Chance, name: string): string {
  const own = fuzzKeys.filter((key) => key.startsWith(name.charAt(0).toLowerCase()))
  return chance.of(own.length > 0 && chance.is(0.8) ? own : fuzzKeys)
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
  // Rarely, so that something is there.
  const shape = drawn.name.startsWith('FLUSH') && chance.is(0.8) ? chance.of(shapes) : drawn
  const args = argsOf(chance, shape)
  const words = chance.is(0.12) ? spoiled(chance, args) : args
  // Without it, Redis answers with some of the keys and a cursor.
  const rest = shape.name === 'SCAN' && chance.is(0.8) ? [...words, 'COUNT', '1000'] : words
  return [anyCase(chance, shape.name), ...rest]
}

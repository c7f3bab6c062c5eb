import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startUpstash, type Upstash } from '@/scripts/services/upstash/start-upstash'
import { hasRedis, redisObstacle, startOwnRedis } from '@/tests/integration/support/own-redis'
import { needs } from '@/tests/support/needs'

/* The embedded Redis once answered these wrongly. The same tests over a real Redis say that the answers here are right. */

const token = 'a token that only this test knows'

type Row = [setup: readonly string[], command: string, expected: unknown]

const bounds: readonly Row[] = [
  [['ZADD z 3 a'], 'ZREMRANGEBYSCORE z 3.7 3.9', 0],
  [['ZADD z 3 a 1000 b'], 'ZRANGEBYSCORE z 1e3 +inf', ['b']],
  [['ZADD z 3 a inf b'], 'ZCOUNT z inf inf', 1],
  [['ZADD z 3 a inf b'], 'ZRANGEBYSCORE z -inf (inf', ['a']],
  [['ZADD z 1.5 a 2.5 b'], 'ZRANGE z (1.5 2.5 BYSCORE', ['b']],
  [['ZADD z 1 a 2 b'], 'ZADD z CH -inf a 2 b', 1],
  [[], 'ZADD z nan a', 'ERR value is not a valid float'],
]

const expiries: readonly Row[] = [
  [['SET a 1 GET EX 100'], 'TTL a', 100],
  [['SET a 1 GET PX 100000'], 'TTL a', 100],
  [['SET a 1', 'SET a 2 GET NX'], 'GET a', '1'],
  [['SET a 1 NX GET EX 100'], 'TTL a', 100],
  [['SET a 1', 'EXPIRE a 100 XX'], 'TTL a', -1],
  [['SET a 1 EX 50'], 'EXPIRE a 100 NX', 0],
  [['SET a 1 EX 50', 'EXPIRE a 100 GT'], 'TTL a', 100],
  [['SET a 1 EX 50', 'EXPIRE a 100 LT'], 'TTL a', 50],
  [['SET a 1'], 'EXPIRE a 100 FOO', 'ERR Unsupported option FOO'],
  [['SET a 1'], 'EXPIRE a 9223372036854775807', "ERR invalid expire time in 'expire' command"],
]

const integers: readonly Row[] = [
  [['HSET h a 1.5'], 'HINCRBY h a 1', 'ERR hash value is not an integer'],
  [['SET n 01'], 'INCR n', 'ERR value is not an integer or out of range'],
  [['SET n 9223372036854775807'], 'INCR n', 'ERR increment or decrement would overflow'],
  [['SET n 9223372036854775806', 'INCR n'], 'GET n', '9223372036854775807'],
  [['SET n 9007199254740993', 'INCR n'], 'GET n', '9007199254740994'],
  [['SET n 9223372036854775806'], 'INCR n', 2 ** 63],
]

const others: readonly Row[] = [
  [['SET a 日本'], 'STRLEN a', 6],
  [[], 'PING x', 'x'],
  [['SET a 1'], 'FLUSHALL ASYNC', 'OK'],
  [['SET a 1'], 'FLUSHDB SYNC', 'OK'],
  [[], 'FLUSHALL LATER', 'ERR syntax error'],
  [['ZADD z 1 '], 'ZRANGE z 0 -1', ['']],
  [['HSET h  1'], 'HGETALL h', ['', '1']],
  [['ZADD z 1 é 1 z'], 'ZRANGE z 0 -1', ['z', 'é']],
  [['HSET h b 1 7 2 a 3'], 'hgetall h', ['b', '1', '7', '2', 'a', '3']],
  [[], 'SET a 1 EX 10 EX 100', 'OK'],
]

const scripts: ReadonlyArray<[source: string, expected: unknown]> = [
  ["return tostring(tonumber('1795858315') * 1000)", '1795858315000'],
  ['return 2147483648', 2147483648],
  ["return string.format('%d', 3000000000)", '3000000000'],
  ["return tonumber('ffffffffff', 16)", 1099511627775],
  ["return ('abc'):sub(1, 2 ^ 31)", 'abc'],
  ['local n = 0 for i = 2 ^ 31 - 2, 2 ^ 31 + 1 do n = n + 1 end return n', 4],
  ["redis.call('SET', 'a', 1, 'GET', 'EX', 100) return redis.call('TTL', 'a')", 100],
  ["redis.call('ZADD', 'z', 3, 'a') return redis.call('ZREMRANGEBYSCORE', 'z', 3.7, 3.9)", 0],
  [
    "redis.call('HSET', 'h', 'a', 1.5) return redis.pcall('HINCRBY', 'h', 'a', 1).err",
    'ERR hash value is not an integer',
  ],
  ["redis.call('SET', 'a', string.char(195, 169)) return redis.call('STRLEN', 'a')", 2],
  ["redis.call('SET', 'a', 0.1) return redis.call('GET', 'a')", '0.10000000000000001'],
  ['return 5 % 0 ~= 5 % 0', 1],
  ['return tostring(2 ^ 53) .. tostring(10 / 2)', '9.007199254741e+155'],
  ['return table.getn({ 1, 2 })', 2],
]

describe.each([
  { backend: 'memory', isReal: false },
  { backend: 'Redis', isReal: true },
])('over $backend,', ({ isReal }) => {
  let upstash: Upstash
  let stop: (() => void) | undefined

  beforeAll(async () => {
    if (isReal && !hasRedis) return
    const own = isReal ? await startOwnRedis() : undefined
    stop = own?.stop
    upstash = await startUpstash({ token, port: 0, redisUrl: own?.url })
  })
  afterAll(async () => {
    await upstash?.close()
    stop?.()
  })
  beforeEach(async (context) => {
    needs(isReal ? redisObstacle : null)(context)
    await run('FLUSHALL')
  })

  async function run(...command: readonly string[]) {
    const headers = { Authorization: `Bearer ${token}` }
    const answer = await fetch(upstash.url, { method: 'POST', headers, body: JSON.stringify(command) })
    return answer.json()
  }

  test.each([...bounds, ...expiries, ...integers, ...others])(
    'after %j, %s answers %j',
    async (setup, command, expected) => {
      for (const line of setup) await run(...line.split(' '))

      const isError = typeof expected === 'string' && expected.startsWith('ERR')
      expect(await run(...command.split(' '))).toEqual(isError ? { error: expected } : { result: expected })
    },
  )

  test.each(scripts)('the script %j answers %j', async (source, expected) => {
    expect(await run('EVAL', source, '0')).toEqual({ result: expected })
  })

  test('an error within a list, for which JSON has no form, is refused by name', async () => {
    const { error } = await run('EVAL', "return { 1, { err = 'ERR mine' } }", '0')
    expect(error).toBe("ERR 'an error within a list' is not supported by the embedded Redis")
  })
})

import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from '@upstash/redis'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startUpstash, type Upstash } from '@/scripts/services/upstash/start-upstash'
import { hasRedis, redisObstacle, startOwnRedis } from '@/tests/integration/support/own-redis'
import { needs } from '@/tests/support/needs'

const TOKEN = 'a token that is only this test knows'

describe.each([
  { backend: 'memory', isReal: false, present: true },
  { backend: 'Redis', isReal: true, present: hasRedis },
])('the embedded Upstash over $backend', ({ isReal, present }) => {
  let upstash: Upstash
  let redis: Redis
  let stop: (() => void) | undefined

  beforeAll(async () => {
    if (!present) return
    const own = isReal ? await startOwnRedis() : undefined
    stop = own?.stop
    upstash = await startUpstash({ token: TOKEN, port: 0, redisUrl: own?.url })
    redis = new Redis({ url: upstash.url, token: TOKEN, retry: false, enableTelemetry: false })
  })
  afterAll(async () => {
    await upstash?.close()
    stop?.()
  })
  beforeEach(async (context) => {
    needs(present ? null : redisObstacle)(context)
    await redis.flushdb()
  })

  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${upstash.url}${path}`, { headers: { Authorization: `Bearer ${TOKEN}` }, ...init })
  const post = (path: string, body: unknown) => ask(path, { method: 'POST', body: JSON.stringify(body) })
  const run = async (...command: Array<string | number>) => (await post('/', command)).json()
  const reply = async (...command: Array<string | number>) => (await run(...command)).result
  const evaluate = (source: string, keys: string[] = [], args: string[] = []) =>
    run('EVAL', source, keys.length, ...keys, ...args)

  test.each(['/', '/get/a', '/pipeline', '/multi-exec', '/nowhere', '/%ff'])(
    'a missing or wrong token is refused on %s',
    async (path) => {
      for (const headers of [{}, { Authorization: 'Bearer wrong' }, { Authorization: TOKEN }]) {
        const refused = await fetch(`${upstash.url}${path}`, { method: 'POST', headers, body: '[["PING"]]' })
        expect(refused.status).toBe(401)
        expect(await refused.json()).toEqual({ error: 'Unauthorized' })
      }
      expect((await fetch(`${upstash.url}${path}?_token=wrong`)).status).toBe(401)
    },
  )

  test('the token may come in the address instead of the header', async () => {
    const answer = await fetch(`${upstash.url}/ping?_token=${encodeURIComponent(TOKEN)}`)
    expect(await answer.json()).toEqual({ result: 'PONG' })
  })

  test('commands come as JSON, in the path, or with a value in the body', async () => {
    expect(await run('SET', 'a', 'one')).toEqual({ result: 'OK' })
    expect(await (await ask('/get/a')).json()).toEqual({ result: 'one' })
    expect(await (await ask('/set/a%2Fb?EX=100', { method: 'POST', body: 'two words' })).json()).toEqual({
      result: 'OK',
    })
    expect(await reply('GET', 'a/b')).toBe('two words')
    expect(await reply('TTL', 'a/b')).toBeGreaterThan(98)
  })

  test('answers are base64 when that is asked for, numbers and null excepted', async () => {
    const headers = { Authorization: `Bearer ${TOKEN}`, 'Upstash-Encoding': 'base64' }
    await run('SET', 'a', 'é')
    const answer = await ask('/pipeline', {
      method: 'POST',
      headers,
      body: '[["GET","a"],["GET","b"],["EXISTS","a"],["SET","c","d"],["MGET","a","c"]]',
    })
    expect(await answer.json()).toEqual([
      { result: 'w6k=' },
      { result: null },
      { result: 1 },
      { result: 'OK' },
      { result: ['w6k=', 'ZA=='] },
    ])
  })

  test.each([
    ['/', 'not json'],
    ['/', '{"a":1}'],
    ['/', '[]'],
    ['/', '["GET",{"a":1}]'],
    ['/', '[null]'],
    ['/pipeline', '["GET","a"]'],
    ['/pipeline', ''],
    ['/multi-exec', '[["GET","a"],[]]'],
  ])('a body that is no command is refused: POST %s %s', async (path, body) => {
    const answer = await ask(path, { method: 'POST', body })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual({ error: expect.stringMatching(/^ERR failed to parse/) })
  })

  test('a path that does not decode is refused', async () => {
    expect((await ask('/get/%ff')).status).toBe(400)
  })

  test('a body above a megabyte is refused and not stored', async () => {
    const answer = await post('/', ['SET', 'big', 'x'.repeat(1024 * 1024)]).catch(() => null)
    if (answer) expect(answer.status).toBe(413)
    expect(await reply('GET', 'big')).toBeNull()
  })

  test('a pipeline runs in order and goes on after an error', async () => {
    const answer = await post('/pipeline', [
      ['SET', 'a', 'text'],
      ['INCR', 'a'],
      ['GET', 'a'],
    ])
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual([
      { result: 'OK' },
      { error: expect.stringContaining('not an integer') },
      { result: 'text' },
    ])
  })

  test('a transaction runs with nothing in between', async () => {
    const transactions = Array.from({ length: 20 }, () =>
      post('/multi-exec', [
        ['INCR', 'n'],
        ['INCR', 'n'],
      ]),
    )
    const others = Array.from({ length: 20 }, () => run('INCR', 'n'))
    await Promise.all(others)
    for (const answer of await Promise.all(transactions)) {
      const [first, second] = await answer.json()
      expect(second.result).toBe(first.result + 1)
    }
    expect(await reply('GET', 'n')).toBe('60')
  })

  test('a transaction with a command that can never run runs nothing', async () => {
    const answer = await post('/multi-exec', [['SET', 'a', '1'], ['GET']])
    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual({ error: expect.stringMatching(/EXECABORT|wrong number/) })
    expect(await reply('GET', 'a')).toBeNull()
  })

  test.each(['SUBSCRIBE', 'MONITOR', 'BLPOP', 'MULTI', 'EXEC', 'SELECT', 'QUIT', 'CLIENT', 'NOSUCHCOMMAND'])(
    '%s is refused by its name, at once',
    async (name) => {
      const answer = await post('/', [name, 'a', '1'])
      expect(answer.status).toBe(400)
      expect((await answer.json()).error).toContain(name)
    },
  )

  test
    .runIf(!isReal)
    .each([
      ...['XADD a * b c', 'GEOADD a 1 1 b', 'BITFIELD a', 'CONFIG GET a', 'constructor a', 'SCRIPT FLUSH'],
      ...['ZADD a GT 1 b', 'ZADD a INCR 1 b', 'SET a 1 KEEPTTL', 'ZRANGE a - + BYLEX'],
    ])('what the memory cannot do is refused by its name: %s', async (line) => {
    const answer = await post('/', line.split(' '))
    expect(answer.status).toBe(400)
    const refused = /KEEPTTL|GT|INCR|BYLEX|SCRIPT FLUSH/.exec(line)?.[0] ?? line.split(' ')[0]?.toUpperCase()
    expect((await answer.json()).error).toMatch(
      new RegExp(`^ERR '.*${refused}' is not supported by the embedded Redis$`),
    )
  })

  const table: Array<[setup: string[], command: string, expected: unknown]> = [
    [[], 'SET a 1', 'OK'],
    [[], 'set a 1 ex 100 nx', 'OK'],
    [['SET a 1'], 'SET a 2 NX', null],
    [[], 'SET a 2 XX', null],
    [['SET a 1'], 'SET a 2 GET', '1'],
    [[], 'SET a 2 GET', null],
    [['SET a 1'], 'SET a 2 XX GET', '1'],
    [['HSET h a 1'], 'SET h 2 GET', 'WRONGTYPE'],
    [['HSET h a 1'], 'SET h 2', 'OK'],
    [['SET a 1 EX 100', 'SET a 2'], 'TTL a', -1],
    [['SET a 1 EXAT 99999999999'], 'PERSIST a', 1],
    [['SET a 1 PXAT 9999999999999'], 'PERSIST a', 1],
    [['SET a 1 EXAT 1'], 'GET a', null],
    [[], 'SET a 1 EX 0', 'ERR invalid expire'],
    [[], 'SET a 1 EX -5', 'ERR invalid expire'],
    [[], 'SET a 1 EX x', 'ERR value is not an integer'],
    [[], 'SET a 1 EX', 'ERR syntax'],
    [[], 'SET a 1 FOO', 'ERR syntax'],
    [[], 'SET a 1 NX XX', 'ERR syntax'],
    [[], 'SET a 1 EX 1 PX 1', 'ERR syntax'],
    [[], 'SET a', 'ERR wrong number of arguments for'],
    [[], 'SETEX a 100 1', 'OK'],
    [['SETNX a 1'], 'SETNX a 2', 0],
    [['HSET h a 1'], 'GET h', 'WRONGTYPE'],
    [['SET a 1', 'HSET h a 1'], 'MGET a b h', ['1', null, null]],
    [['MSET a 1 b 2'], 'MGET a b', ['1', '2']],
    [[], 'MSET a 1 b', 'ERR wrong number'],
    [['SET a hello'], 'STRLEN a', 5],
    [['SET a hello'], 'GETDEL a', 'hello'],
    [['SET a x', 'GETDEL a'], 'EXISTS a', 0],
    [[], 'INCR n', 1],
    [['SET n 9'], 'INCRBY n 5', 14],
    [['SET n 9'], 'DECRBY n 10', -1],
    [[], 'DECR n', -1],
    [['SET n x'], 'INCR n', 'ERR value is not an integer'],
    [['SET n 1'], 'INCRBY n 1.5', 'ERR value is not an integer'],
    [['HSET n a 1'], 'INCR n', 'WRONGTYPE'],
    [['SET n 1 EX 100', 'INCR n'], 'TTL n', 100],
    [['SET a 1', 'SET b 1'], 'EXISTS a b c a', 3],
    [['SET a 1', 'SET b 1'], 'DEL a b c', 2],
    [['SET a 1'], 'UNLINK a c', 1],
    [['HSET h a 1'], 'TYPE h', 'hash'],
    [['ZADD z 1 a'], 'TYPE z', 'zset'],
    [['SET a 1'], 'TYPE a', 'string'],
    [[], 'TYPE a', 'none'],
    [[], 'EXPIRE a 100', 0],
    [['SET a 1'], 'EXPIRE a 100', 1],
    [['SET a 1', 'EXPIRE a 100'], 'TTL a', 100],
    [['SET a 1', 'EXPIRE a -1'], 'EXISTS a', 0],
    [['SET a 1'], 'EXPIRE a x', 'ERR value is not an integer'],
    [['SET a 1', 'PEXPIRE a 100000'], 'TTL a', 100],
    [[], 'TTL a', -2],
    [['SET a 1'], 'TTL a', -1],
    [[], 'PTTL a', -2],
    [['SET a 1'], 'PTTL a', -1],
    [[], 'HSET h a 1 b 2', 2],
    [['HSET h a 1'], 'HSET h a 2 b 3', 1],
    [[], 'HSET h a', 'ERR wrong number'],
    [['HSET h a 1 b 2'], 'HGETALL h', ['a', '1', 'b', '2']],
    [[], 'HGETALL h', []],
    [['SET h 1'], 'HGETALL h', 'WRONGTYPE'],
    [['HSET h a 1'], 'HGET h b', null],
    [['HSET h a 1'], 'HMGET h a b', ['1', null]],
    [[], 'HMGET h a b', [null, null]],
    [['HSET h a 1'], 'HINCRBY h a 4', 5],
    [[], 'HINCRBY h a -4', -4],
    [['HSET h a 1'], 'HDEL h a b', 1],
    [['HSET h a 1', 'HDEL h a'], 'EXISTS h', 0],
    [['HSET h a 1'], 'HEXISTS h a', 1],
    [['HSET h a 1'], 'HLEN h', 1],
    [[], 'ZADD z 1 a 2 b', 2],
    [['ZADD z 1 a'], 'ZADD z 2 a 3 b', 1],
    [['ZADD z 1 a'], 'ZADD z CH 2 a 3 b', 2],
    [['ZADD z 1 a', 'ZADD z NX 2 a 3 b'], 'ZRANGE z 0 -1 WITHSCORES', ['a', '1', 'b', '3']],
    [['ZADD z 1 a', 'ZADD z XX 2 a 3 b'], 'ZRANGE z 0 -1 WITHSCORES', ['a', '2']],
    [[], 'ZADD z x a', 'ERR value is not a valid float'],
    [[], 'ZADD z 1', 'ERR wrong number'],
    [[], 'ZADD z 1 a 2', 'ERR syntax'],
    [['SET z 1'], 'ZADD z 1 a', 'WRONGTYPE'],
    [['ZADD z 1.5 a 2 b'], 'ZSCORE z a', '1.5'],
    [[], 'ZSCORE z a', null],
    [['ZADD z 1 a 2 b'], 'ZCARD z', 2],
    [[], 'ZCARD z', 0],
    [['ZADD z 1 a 2 b 3 c'], 'ZCOUNT z (1 +inf', 2],
    [['ZADD z 2 b 1 a 2 a2'], 'ZRANGE z 0 -1', ['a', 'a2', 'b']],
    [['ZADD z 1 a 2 b 3 c'], 'ZRANGE z 0 -1 REV', ['c', 'b', 'a']],
    [['ZADD z 1 a 2 b 3 c'], 'ZRANGE z 0 0 REV WITHSCORES', ['c', '3']],
    [['ZADD z 1 a 2 b 3 c'], 'ZRANGE z -2 -1', ['b', 'c']],
    [['ZADD z 1 a 2 b 3 c'], 'ZRANGE z 5 9', []],
    [['ZADD z 1 a 2 b 3 c'], 'ZRANGE z (1 3 BYSCORE', ['b', 'c']],
    [['ZADD z 1 a 2 b 3 c'], 'zrange z -inf +inf byscore limit 1 1 withscores', ['b', '2']],
    [['ZADD z 1 a 2 b 3 c'], 'ZRANGE z +inf -inf BYSCORE REV LIMIT 0 2', ['c', 'b']],
    [['ZADD z 1 a 2 b 3 c'], 'ZRANGE z +inf (1 BYSCORE REV WITHSCORES', ['c', '3', 'b', '2']],
    [['ZADD z 1 a'], 'ZRANGE z 0 -1 LIMIT 0 1', 'ERR syntax'],
    [['ZADD z 1 a'], 'ZRANGE z a b', 'ERR value is not an integer'],
    [['ZADD z 1 a'], 'ZRANGE z a b BYSCORE', 'ERR min or max'],
    [[], 'ZRANGE z 0 -1', []],
    [['ZADD z 1 a 2 b 3 c'], 'ZRANGEBYSCORE z (1 +inf', ['b', 'c']],
    [['ZADD z 1 a 2 b 3 c'], 'ZRANGEBYSCORE z -inf (3 WITHSCORES LIMIT 1 5', ['b', '2']],
    [['ZADD z 1 a 2 b 3 c'], 'ZRANGEBYSCORE z -inf +inf LIMIT 0 -1', ['a', 'b', 'c']],
    [[], 'ZRANGEBYSCORE z 0 1', []],
    [['ZADD z 1 a 2 b'], 'ZREM z a q', 1],
    [['ZADD z 1 a', 'ZREM z a'], 'EXISTS z', 0],
    [['ZADD z 1 a 2 b 3 c'], 'ZREMRANGEBYSCORE z -inf (3', 2],
    [['ZADD z 1 a 2 b 3 c'], 'ZREMRANGEBYRANK z 0 0', 1],
    [['ZADD z 1 a 2 b 3 c', 'ZREMRANGEBYRANK z 0 -2'], 'ZRANGE z 0 -1', ['c']],
    [['ZADD z 1 a 2 b 3 c'], 'ZREMRANGEBYRANK z 0 -4', 0],
    [['ZADD z 1 a', 'ZREMRANGEBYRANK z 0 -1'], 'EXISTS z', 0],
    [[], 'PING', 'PONG'],
    [[], 'ECHO hi', 'hi'],
    [['SET a 1', 'SET b 1'], 'DBSIZE', 2],
    [['SET a 1', 'FLUSHALL'], 'DBSIZE', 0],
    [['SET a 1'], 'SCAN 0 COUNT 100', ['0', ['a']]],
    [['SET ab 1', 'SET cd 1'], 'SCAN 0 MATCH a* COUNT 100', ['0', ['ab']]],
    [[], 'SCAN x', 'ERR invalid cursor'],
  ]
  test.each(table)('after %j, %s answers %j', async (setup, command, expected) => {
    for (const line of setup) await run(...line.split(' '))
    const answer = await run(...command.split(' '))
    const isError = typeof expected === 'string' && /^(ERR|WRONGTYPE)/.test(expected)
    expect(answer).toEqual(isError ? { error: expect.stringContaining(expected) } : { result: expected })
  })

  const scripts: Array<[source: string, expected: unknown]> = [
    ['return 1', 1],
    ['return 3.7', 3],
    ['return -3.7', -3],
    ['return true', 1],
    ['return false', null],
    ['return nil', null],
    ["return ''", ''],
    ["return 'a\"b\\n'", 'a"b\n'],
    ['return {1, 2, nil, 4}', [1, 2]],
    ['return {1, false, {2, "x"}}', [1, null, [2, 'x']]],
    ['return {}', []],
    ["return {ok = 'FINE'}", 'FINE'],
    ["return {err = 'ERR mine'}", 'ERR mine'],
    ["return redis.error_reply('ERR mine')", 'ERR mine'],
    ["return redis.status_reply('FINE')", 'FINE'],
    ['return {KEYS[1], ARGV[1], #ARGV}', ['k', 'v', 2]],
    ["redis.call('SET', KEYS[1], 5) return redis.call('GET', KEYS[1])", '5'],
    ["return redis.call('SET', KEYS[1], 'x', 'ex', 100, 'nx').ok", 'OK'],
    ["redis.call('SET', KEYS[1], 'x', 'ex', 100) return redis.call('TTL', KEYS[1])", 100],
    ["redis.call('SET', KEYS[1], '') return redis.call('GET', KEYS[1])", ''],
    ["return redis.call('GET', KEYS[1]) == false", 1],
    ["return redis.call('INCRBY', KEYS[1], 2) + 1", 3],
    ["redis.call('HSET', KEYS[1], 'a', 1, 'b', '') return redis.call('HGETALL', KEYS[1])", ['a', '1', 'b', '']],
    ["return redis.call('HMGET', KEYS[1], 'a', 'b')[1] == false", 1],
    [
      "redis.call('ZADD', KEYS[1], 1, 'a', 2, 'b') return redis.call('zrange', KEYS[1], 0, -1, 'withscores')",
      ['a', '1', 'b', '2'],
    ],
    [
      "redis.call('ZADD', KEYS[1], 1, 'a') return redis.call('ZRANGEBYSCORE', KEYS[1], '(0', '+inf', 'LIMIT', 0, 10)",
      ['a'],
    ],
    ["redis.call('HSET', KEYS[1], 'a', 1) return redis.call('GET', KEYS[1])", 'WRONGTYPE'],
    ["redis.call('SET', KEYS[1], 'x') return redis.call('INCR', KEYS[1])", 'ERR value is not an integer'],
    ["redis.call('HSET', KEYS[1], 'a', 1) return redis.pcall('GET', KEYS[1]).err ~= nil", 1],
    ["return redis.call('NOSUCH')", 'ERR'],
    ['return tostring(10 / 2) .. tostring(0.5)', '50.5'],
    ['return math.floor(7 / 2)', 3],
    ['return unpack({4, 5})', 4],
    ['local t = {} for i = 1, 3 do table.insert(t, tostring(i)) end return t', ['1', '2', '3']],
    ['return nonsense', 'nonsense'],
    ['x = 1', 'ERR'],
    ['syntax error', 'ERR Error compiling script'],
    ["#!lua flags=allow-cross-slot-keys\nreturn redis.call('PING').ok or 'PONG'", 'PONG'],
  ]
  test.each(scripts)('the script %j answers %j', async (source, expected) => {
    const answer = await evaluate(source, ['k'], ['v', 'w'])
    if (answer.error === undefined) return expect(answer).toEqual({ result: expected })
    expect(answer.error.toUpperCase()).toContain(String(expected).toUpperCase())
  })

  test('a script is loaded once and called by its hash, and an unknown hash says so', async () => {
    expect((await run('EVALSHA', 'f'.repeat(40), '0')).error).toContain('NOSCRIPT')
    const sha = await redis.scriptLoad('#!lua\nreturn ARGV[1]')
    expect(await redis.evalsha(sha, [], ['x'])).toBe('x')
    const sha2 = await reply('SCRIPT', 'LOAD', 'return 2')
    expect(await reply('SCRIPT', 'EXISTS', sha2, 'f'.repeat(40))).toEqual([1, 0])
  })

  test('the scripts of @upstash/ratelimit run, though they carry a flag that only Upstash knows: by source, then by hash', async () => {
    const source = '#!lua flags=allow-key-locking\nreturn redis.call("INCR", KEYS[1])'
    const hash = createHash('sha1').update(source).digest('hex')

    expect((await run('EVALSHA', hash, 1, 'n')).error).toContain('NOSCRIPT')
    expect(await evaluate(source, ['n'])).toEqual({ result: 1 })
    expect(await run('EVALSHA', hash, 1, 'n')).toEqual({ result: 2 })
    const both = await post('/multi-exec', [
      ['EVAL', source, 1, 'n'],
      ['evalsha', hash.toUpperCase(), 1, 'n'],
    ])
    expect(await both.json()).toEqual([{ result: 3 }, { result: 4 }])
  })

  test('a failing script keeps what it had written, as Redis does', async () => {
    const { error } = await evaluate("redis.call('SET', KEYS[1], '1') error('stop')", ['k'])
    expect(error).toContain('stop')
    expect(await reply('GET', 'k')).toBe('1')
  })

  test('values expire', async () => {
    await run('SET', 'a', '1', 'PX', 30)
    await run('ZADD', 'z', 1, 'a')
    await run('PEXPIRE', 'z', 30)
    await sleep(60)
    expect(await reply('GET', 'a')).toBeNull()
    expect(await reply('EXISTS', 'a', 'z')).toBe(0)
    expect(await reply('DBSIZE')).toBe(0)
  })

  test('the @upstash/redis client works: objects, pipelines, transactions', async () => {
    await redis.set('o', { a: [1, 'é'] }, { ex: 60 })
    expect(await redis.get('o')).toEqual({ a: [1, 'é'] })
    await redis.hset('h', { a: 1, b: 'two' })
    expect(await redis.hgetall('h')).toEqual({ a: 1, b: 'two' })
    await redis.zadd('z', { score: 1, member: 'a' }, { score: 2, member: 'b' })
    expect(await redis.zrange('z', '(1', '+inf', { byScore: true, withScores: true })).toEqual(['b', 2])
    expect(await redis.pipeline().incr('n').ttl('n').exec()).toEqual([1, -1])
    expect(await redis.multi().incr('n').mget('n', 'none').exec()).toEqual([2, [2, null]])
    expect(await Promise.all([redis.get('n'), redis.exists('n'), redis.ping()])).toEqual([2, 1, 'PONG'])
  })
})

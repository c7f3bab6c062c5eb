/**
 * What ioredis-mock answers as Redis does, and only that: compared with a real Redis by
 * tests/integration/upstash-server.test.ts. It neither checks arguments nor types, so both are said here.
 */

export type Kind = 'key' | 'field' | 'value' | 'integer' | 'seconds' | 'float' | 'bound' | 'rank' | 'cursor'
type Words = Readonly<Record<string, readonly Kind[]>>

export type Grammar = {
  args: readonly Kind[]
  /** Option words that come before `rest`, those of ZADD. */
  flags?: Words
  /** Repeated, once at least. */
  rest?: readonly Kind[]
  /** Option words at the end, each with its arguments. */
  options?: Words
  /** Of each list one word at most. */
  exclusive?: readonly (readonly string[])[]
  /** What the keys must hold, if they hold anything. */
  holds?: 'string' | 'hash' | 'zset'
  /** The value must be an integer already. */
  counts?: true
  /** May leave an empty set behind, which is no key to Redis but one to the mock. */
  empties?: true
}

const none: readonly Kind[] = []
const ttl: readonly Kind[] = ['seconds']
const expiries = ['EX', 'PX', 'EXAT', 'PXAT'] as const

const strings: Record<string, Grammar> = {
  GET: { args: ['key'], holds: 'string' },
  GETDEL: { args: ['key'], holds: 'string' },
  STRLEN: { args: ['key'], holds: 'string' },
  MGET: { args: [], rest: ['key'] },
  MSET: { args: [], rest: ['key', 'value'] },
  SET: {
    args: ['key', 'value'],
    options: { NX: none, XX: none, GET: none, EX: ttl, PX: ttl, EXAT: ttl, PXAT: ttl },
    exclusive: [['NX', 'XX'], expiries],
  },
  SETEX: { args: ['key', 'seconds', 'value'] },
  SETNX: { args: ['key', 'value'] },
  INCR: { args: ['key'], holds: 'string', counts: true },
  DECR: { args: ['key'], holds: 'string', counts: true },
  INCRBY: { args: ['key', 'integer'], holds: 'string', counts: true },
  DECRBY: { args: ['key', 'integer'], holds: 'string', counts: true },
}

const keys: Record<string, Grammar> = {
  DEL: { args: [], rest: ['key'] },
  UNLINK: { args: [], rest: ['key'] },
  EXISTS: { args: [], rest: ['key'] },
  TYPE: { args: ['key'] },
  EXPIRE: { args: ['key', 'integer'] },
  PEXPIRE: { args: ['key', 'integer'] },
  TTL: { args: ['key'] },
  PTTL: { args: ['key'] },
  PERSIST: { args: ['key'] },
}

const hashes: Record<string, Grammar> = {
  HSET: { args: ['key'], rest: ['field', 'value'], holds: 'hash' },
  HGET: { args: ['key', 'field'], holds: 'hash' },
  HGETALL: { args: ['key'], holds: 'hash' },
  HMGET: { args: ['key'], rest: ['field'], holds: 'hash' },
  HDEL: { args: ['key'], rest: ['field'], holds: 'hash' },
  HEXISTS: { args: ['key', 'field'], holds: 'hash' },
  HLEN: { args: ['key'], holds: 'hash' },
  HINCRBY: { args: ['key', 'field', 'integer'], holds: 'hash' },
}

const limit: Words = { LIMIT: ['integer', 'integer'] }
const sortedSets: Record<string, Grammar> = {
  ZADD: { args: ['key'], flags: { NX: none, XX: none, CH: none }, rest: ['float', 'value'], holds: 'zset' },
  ZCARD: { args: ['key'], holds: 'zset' },
  ZCOUNT: { args: ['key', 'bound', 'bound'], holds: 'zset' },
  ZSCORE: { args: ['key', 'value'], holds: 'zset' },
  ZREM: { args: ['key'], rest: ['value'], holds: 'zset', empties: true },
  ZREMRANGEBYSCORE: { args: ['key', 'bound', 'bound'], holds: 'zset', empties: true },
  ZREMRANGEBYRANK: { args: ['key', 'integer', 'integer'], holds: 'zset', empties: true },
  ZRANGEBYSCORE: { args: ['key', 'bound', 'bound'], options: { WITHSCORES: none, ...limit }, holds: 'zset' },
  ZRANGE: {
    args: ['key', 'rank', 'rank'],
    options: { BYSCORE: none, REV: none, WITHSCORES: none, ...limit },
    holds: 'zset',
  },
}

const server: Record<string, Grammar> = {
  PING: { args: [] },
  ECHO: { args: ['value'] },
  DBSIZE: { args: [] },
  TIME: { args: [] },
  FLUSHALL: { args: [] },
  FLUSHDB: { args: [] },
  SCAN: { args: ['cursor'], options: { MATCH: ['value'], COUNT: ['seconds'] } },
}

/** What a script may call as well. Nothing here can wait, and no name here stands for code. */
export const grammar: Readonly<Record<string, Grammar>> = { ...strings, ...keys, ...hashes, ...sortedSets, ...server }

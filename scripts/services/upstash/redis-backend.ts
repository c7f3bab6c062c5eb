import { Redis } from 'ioredis'
import type { Backend, Command, Outcome, Reply } from './backend'
import { CommandError } from './command-error'
import { ownFlagsTaken } from './own-flags'
import { refusal } from './refusals'
import { subscribe } from './subscribe'

/** All requests share one connection: a command that waits, subscribes or changes the connection would affect all of them. */
const refused = new Set(
  [
    'BLPOP BRPOP BRPOPLPUSH BLMOVE BLMPOP BZPOPMIN BZPOPMAX BZMPOP WAIT WAITAOF',
    'SUBSCRIBE PSUBSCRIBE SSUBSCRIBE UNSUBSCRIBE PUNSUBSCRIBE SUNSUBSCRIBE MONITOR SYNC PSYNC REPLCONF',
    'MULTI EXEC DISCARD WATCH UNWATCH SELECT SWAPDB AUTH HELLO RESET QUIT CLIENT READONLY READWRITE ASKING',
    'SHUTDOWN DEBUG',
  ].flatMap((line) => line.split(' ')),
)
const waitsWithBlock = new Set(['XREAD', 'XREADGROUP'])

function refuse([name, ...args]: Command): void {
  const command = name.toUpperCase()
  const blocks = waitsWithBlock.has(command) && args.some((arg) => arg.toUpperCase() === 'BLOCK')
  if (refused.has(command) || blocks) throw new CommandError(`ERR Command is not available: '${command}'`)
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** In upper case: the client turns replies to `hgetall` into objects, and an object sorts fields that are integers first. */
const asGiven = ([name, ...args]: Command): Command => [name.toUpperCase(), ...args]

/**
 * Texts arrive as buffers and integers as texts: read digit by digit, an integer above 2^53 would be less accurate than
 * a double can be. @throws {CommandError} for an error within a list, which JSON cannot represent
 */
function toReply(value: unknown): Reply {
  if (Buffer.isBuffer(value)) return value.toString()
  if (value instanceof Error) throw refusal('an error within a list')
  if (Array.isArray(value)) return value.map(toReply)
  return value === null || value === undefined ? null : Number(value)
}

function toOutcome([error, reply]: [error: Error | null, reply: unknown]): Outcome {
  try {
    return error ? { error: error.message } : { result: toReply(reply) }
  } catch (refused) {
    return { error: messageOf(refused) }
  }
}

async function connect(url: string): Promise<Redis> {
  const options = { maxRetriesPerRequest: 1, lazyConnect: true, stringNumbers: true, connectTimeout: 5000 }
  const redis = new Redis(url, options)
  let lastError: unknown
  redis.on('error', (error) => {
    lastError = error
  })
  await redis.connect().catch(() => {
    redis.disconnect()
    // The address may contain a password, so the message does not repeat it.
    throw new Error('Redis is unavailable at EMBEDDED_REDIS_URL: start it, or correct the address', {
      cause: lastError,
    })
  })
  return redis
}

function refuseWith(error: unknown): never {
  throw new CommandError(messageOf(error))
}

/** Forwards commands to a real Redis. */
export async function openRedis(url: string): Promise<Backend> {
  const redis = await connect(url)
  const own = ownFlagsTaken()
  const translate = (command: Command) => asGiven(own(command))
  return {
    description: 'over the Redis of EMBEDDED_REDIS_URL',
    async run(command) {
      refuse(command)
      const [name, ...args] = translate(command)
      return toReply(await redis.callBuffer(name, args).catch(refuseWith))
    },
    async transaction(commands) {
      for (const command of commands) refuse(command)
      const multi = redis.multi()
      for (const [name, ...args] of commands.map(translate)) multi.callBuffer(name, args)
      const outcomes = await multi.exec().catch(refuseWith)
      return (outcomes ?? []).map(toOutcome)
    },
    subscribe: (kind, channels, onEvent) => subscribe(redis, kind, channels, onEvent),
    close: async () => redis.disconnect(),
  }
}

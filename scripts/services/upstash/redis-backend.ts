import { Redis } from 'ioredis'
import { type Backend, type Command, type Outcome, toReply } from './backend'
import { CommandError } from './command-error'
import { ownFlagsTaken } from './own-flags'

/** One connection serves all requests: what waits, listens or changes the connection would do so for everybody. */
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

/** Passes commands on to a real Redis. */
export async function openRedis(url: string): Promise<Backend> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1, lazyConnect: true, connectTimeout: 5000 })
  let lastError: unknown
  redis.on('error', (error) => {
    lastError = error
  })
  await redis.connect().catch(() => {
    redis.disconnect()
    // The address may hold a password: it is not repeated.
    throw new Error('No Redis answers at EMBEDDED_REDIS_URL', { cause: lastError })
  })

  const translate = ownFlagsTaken()
  return {
    description: 'over the Redis of EMBEDDED_REDIS_URL',
    async run(command) {
      refuse(command)
      const [name, ...args] = translate(command)
      const reply = await redis.call(name, args).catch((error: unknown) => {
        throw new CommandError(messageOf(error))
      })
      return toReply(reply)
    },
    async transaction(commands) {
      for (const command of commands) refuse(command)
      const multi = redis.multi()
      for (const [name, ...args] of commands.map(translate)) multi.call(name, args)
      const outcomes = await multi.exec().catch((error: unknown) => {
        throw new CommandError(messageOf(error))
      })
      return (outcomes ?? []).map(
        ([error, reply]): Outcome => (error ? { error: error.message } : { result: toReply(reply) }),
      )
    },
    close: async () => redis.disconnect(),
  }
}

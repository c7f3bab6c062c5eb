import { createHash, randomUUID } from 'node:crypto'
import RedisMock from 'ioredis-mock'
import * as z from 'zod'
import { type Backend, type Command, type Outcome, type Reply, toReply } from './backend'
import { type Checked, checkCommand, requireKnown } from './check-command'
import { CommandError } from './command-error'
import { wrapScript } from './script-prelude'

const WRONG_TYPE = 'WRONGTYPE Operation against a key holding the wrong kind of value'
const NO_SCRIPT = 'NOSCRIPT No matching script. Please use EVAL.'

const Failed = z.object({ error: z.string() })
const JsonReply: z.ZodType<Reply> = z.lazy(() => z.union([z.string(), z.number(), z.null(), z.array(JsonReply)]))
const ScriptOutcome = z.union([
  Failed,
  z.object({ reply: Failed }).transform(({ reply }) => reply),
  z.object({ reply: JsonReply }),
])

const sha1 = (source: string) => createHash('sha1').update(source).digest('hex')

/** Redis in memory, within the limits of grammar.ts. One command at a time, as Redis does it. */
class MockStore {
  // A host of its own: mocks of one address share their data.
  readonly #redis = new RedisMock({ host: randomUUID() })
  readonly #scripts = new Map<string, string>()

  async run(command: Command): Promise<Reply> {
    const name = command[0].toUpperCase()
    if (name === 'EVAL' || name === 'EVALSHA') return this.#evaluate(name, command)
    if (name === 'SCRIPT') return this.#manageScripts(command)
    return this.#execute(checkCommand(command))
  }

  async #execute({ name, shape, args, keys }: Checked): Promise<Reply> {
    await this.#requireKind(name === 'SET' && args.includes('GET') ? 'string' : shape.holds, keys)
    const [key = ''] = keys
    if (shape.counts) await this.#requireInteger(key)
    const reply = await this.#call(name, args)
    if (shape.empties && (await this.#redis.zcard(key)) === 0) await this.#redis.del(key)
    // A value of another type is no value to MGET; the mock hands it out as it is.
    return name === 'MGET' && Array.isArray(reply) ? this.#stringsOnly(keys, reply) : reply
  }

  async #requireKind(kind: string | undefined, keys: readonly string[]): Promise<void> {
    for (const key of kind ? keys : []) {
      const actual = await this.#redis.type(key)
      if (actual !== 'none' && actual !== kind) throw new CommandError(WRONG_TYPE)
    }
  }

  async #call(name: string, args: readonly string[]): Promise<Reply> {
    const method: unknown = Reflect.get(this.#redis, name.toLowerCase())
    if (typeof method !== 'function') throw new CommandError(`ERR unknown command '${name}'`)
    try {
      return toReply(await method.apply(this.#redis, args))
    } catch (error) {
      throw new CommandError(error instanceof Error ? error.message : 'ERR the embedded store failed')
    }
  }

  async #requireInteger(key: string): Promise<void> {
    const value = await this.#redis.get(key)
    if (value !== null && !/^-?\d+$/.test(value)) throw new CommandError('ERR value is not an integer or out of range')
  }

  async #stringsOnly(keys: readonly string[], values: readonly Reply[]): Promise<Reply[]> {
    const kinds = await Promise.all(keys.map((key) => this.#redis.type(key)))
    return values.map((value, index) => (kinds[index] === 'string' ? value : null))
  }

  async #evaluate(name: 'EVAL' | 'EVALSHA', [, given = '', count = '', ...args]: Command): Promise<Reply> {
    const source = name === 'EVAL' ? given : this.#scripts.get(given.toLowerCase())
    if (source === undefined) throw new CommandError(NO_SCRIPT)
    if (!/^\d+$/.test(count)) throw new CommandError('ERR value is not an integer or out of range')
    if (Number(count) > args.length) throw new CommandError("ERR Number of keys can't be greater than number of args")

    this.#scripts.set(sha1(source), source)
    const answer = await this.#call('EVAL', [wrapScript(source), count, ...args])
    const outcome = ScriptOutcome.parse(JSON.parse(String(answer)))
    if ('error' in outcome) throw new CommandError(outcome.error)
    return outcome.reply
  }

  #manageScripts([, action = '', ...args]: Command): Reply {
    const [source] = args
    if (action.toUpperCase() === 'LOAD' && source !== undefined && args.length === 1) {
      this.#scripts.set(sha1(source), source)
      return sha1(source)
    }
    if (action.toUpperCase() === 'EXISTS') return args.map((sha) => (this.#scripts.has(sha.toLowerCase()) ? 1 : 0))
    throw new CommandError(`ERR Command is not available over the embedded store: 'SCRIPT ${action.toUpperCase()}'`)
  }

  close(): void {
    this.#redis.disconnect()
  }
}

const scripting = new Set(['EVAL', 'EVALSHA', 'SCRIPT'])

/** @throws {CommandError} for an unknown name or a wrong number of arguments */
function requireRunnable(command: Command): void {
  if (!scripting.has(command[0].toUpperCase())) requireKnown(command)
}

async function toOutcome(store: MockStore, command: Command): Promise<Outcome> {
  try {
    return { result: await store.run(command) }
  } catch (error) {
    if (error instanceof CommandError) return { error: error.message }
    throw error
  }
}

/** Has run a script when it resolves: loading Lua takes longer than an application waits for Redis. */
export async function openMock(): Promise<Backend> {
  const store = new MockStore()
  await store.run(['EVAL', 'return 1', '0'])
  let last: Promise<unknown> = Promise.resolve()
  /** After everything before it, and before everything after it. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    return turn
  }
  return {
    description: 'over ioredis-mock, in memory (forgets when it stops)',
    run: (command) => inTurn(() => store.run(command)),
    transaction: (commands) =>
      inTurn(async () => {
        // As MULTI does it: what can never run keeps all of them from running.
        for (const command of commands) requireRunnable(command)
        const outcomes: Outcome[] = []
        for (const command of commands) outcomes.push(await toOutcome(store, command))
        return outcomes
      }),
    close: async () => store.close(),
  }
}

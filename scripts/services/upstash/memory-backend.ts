import { createHash } from 'node:crypto'
import type { Backend, Command, Outcome, Reply } from './backend'
import { CommandError } from './command-error'
import { Interpreter } from './lua/interpreter'
import { findCommand, isArity } from './memory/commands'
import { Keyspace } from './memory/keyspace'
import { requireInteger } from './memory/numbers'
import { wrongNumber } from './memory/spec'
import { fromBytes, oneLine, toBytes, type Value, valueToReply } from './memory/value'
import { refusal } from './refusals'

const NO_SCRIPT = 'NOSCRIPT No matching script. Please use EVAL.'

/** The minimum number of words of each command, its name included. */
const scripting: Readonly<Record<string, number>> = { EVAL: 3, EVALSHA: 3, SCRIPT: 2 }
const subcommands: Readonly<Record<string, { least: number; most: number }>> = {
  LOAD: { least: 3, most: 3 },
  EXISTS: { least: 3, most: Number.POSITIVE_INFINITY },
}

const sha1 = (bytes: string) => createHash('sha1').update(Buffer.from(bytes, 'latin1')).digest('hex')

/** Redis in memory, within the limits of refusals.ts. Each command ends before the next begins. */
class MemoryStore {
  readonly #space: Keyspace
  readonly #interpreter: Interpreter
  readonly #scripts = new Map<string, string>()

  constructor(space: Keyspace, interpreter: Interpreter) {
    this.#space = space
    this.#interpreter = interpreter
  }

  /** @throws {CommandError} */
  run(command: Command): Reply {
    requireRunnable(command)
    const [given, ...args] = command.map(toBytes)
    const name = String(given).toUpperCase()
    try {
      return valueToReply(this.#perform(name, args))
    } catch (error) {
      if (error instanceof CommandError) throw new CommandError(oneLine(fromBytes(error.message)))
      throw error
    }
  }

  #perform(name: string, args: readonly string[]): Value {
    if (name === 'EVAL' || name === 'EVALSHA') return this.#evaluate(name, args)
    if (name === 'SCRIPT') return this.#manageScripts(args)
    const command = findCommand(name)
    if (!command) throw refusal(name)
    return command.run(this.#space, args)
  }

  #evaluate(name: 'EVAL' | 'EVALSHA', [given = '', count = '', ...rest]: readonly string[]): Value {
    if (name === 'EVALSHA' && given.length !== 40) throw new CommandError(NO_SCRIPT)
    const keys = requireInteger(count)
    if (keys > rest.length) throw new CommandError("ERR Number of keys can't be greater than number of args")
    if (keys < 0n) throw new CommandError("ERR Number of keys can't be negative")
    const sha = name === 'EVAL' ? this.#keep(given) : given.toLowerCase()
    const source = this.#scripts.get(sha)
    if (source === undefined) throw new CommandError(NO_SCRIPT)
    return this.#interpreter.run({ sha, source, keys: rest.slice(0, Number(keys)), args: rest.slice(Number(keys)) })
  }

  /** @throws {CommandError} for a source that does not compile */
  #keep(source: string): string {
    const sha = sha1(source)
    if (!this.#scripts.has(sha)) this.#interpreter.compile(source)
    this.#scripts.set(sha, source)
    return sha
  }

  #manageScripts([action = '', ...args]: readonly string[]): Value {
    if (action.toUpperCase() === 'LOAD') return this.#keep(args[0] ?? '')
    return args.map((sha) => (this.#scripts.has(sha.toLowerCase()) ? 1 : 0))
  }
}

type Refuse = (name: string) => CommandError

function requireSubcommand(action: string, words: number, refuse: Refuse): void {
  const upper = action.toUpperCase()
  const arity = Object.hasOwn(subcommands, upper) ? subcommands[upper] : undefined
  if (!arity) throw refusal(`SCRIPT ${upper}`)
  if (words < arity.least || words > arity.most) throw refuse(`script|${action}`)
}

/** @throws {CommandError} for an unknown name or a wrong number of arguments */
function requireRunnable([name, ...args]: Command, refuse: Refuse = wrongNumber): void {
  const upper = name.toUpperCase()
  const least = Object.hasOwn(scripting, upper) ? scripting[upper] : undefined
  const command = findCommand(name)
  if (least === undefined && !command) throw refusal(upper)
  const isRight = command ? isArity(command, args.length + 1) : args.length + 1 >= (least ?? 0)
  if (!isRight) throw refuse(name)
  if (upper === 'SCRIPT') requireSubcommand(args[0] ?? '', args.length + 1, refuse)
}

function toOutcome(store: MemoryStore, command: Command): Outcome {
  try {
    return { result: store.run(command) }
  } catch (error) {
    if (error instanceof CommandError) return { error: error.message }
    throw error
  }
}

const aborted = () => new CommandError('EXECABORT Transaction discarded because of previous errors.')

/** Like MULTI: one invalid command keeps all of them from running. */
function runAll(store: MemoryStore, commands: readonly Command[]): Outcome[] {
  for (const command of commands) requireRunnable(command, aborted)
  return commands.map((command) => toOutcome(store, command))
}

/** Milliseconds. While a script runs, the process answers neither requests nor signals; an application waits for five seconds. */
const longestScript = 2000

export async function openMemory({ scriptLimit = longestScript } = {}): Promise<Backend> {
  const space = new Keyspace()
  const store = new MemoryStore(space, await Interpreter.open(space, scriptLimit))
  return {
    description: 'in memory (data is lost when it stops)',
    run: async (command) => store.run(command),
    transaction: async (commands) => runAll(store, commands),
    close: async () => space.clear(),
  }
}

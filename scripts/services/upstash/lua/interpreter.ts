import { CommandError } from '../command-error'
import type { Keyspace } from '../memory/keyspace'
import type { Value } from '../memory/value'
import { adjusting, installAdjusted } from './adjusted-functions'
import { popValue } from './convert'
import { loadMachine, type Machine } from './machine'
import { luaType } from './reading'
import { type LuaFunction, redisLibrary } from './redis-library'
import { sandbox, sandboxFunctions } from './sandbox'
import { withoutShebang } from './shebang'
import { GLOBALS, Stack } from './stack'
import { adjusted, refusesRepetition } from './wide-integers'

export type Script = { sha: string; source: string; keys: readonly string[]; args: readonly string[] }

const instructionsBetweenChecks = 100_000

/** Runs scripts over a keyspace. Each script has a Lua state of its own, so none affects the next. */
export class Interpreter {
  readonly #machine: Machine
  readonly #space: Keyspace
  readonly #limit: number
  readonly #host = new Map<string, number>()
  readonly #redis = new Map<string, number>()
  readonly #adjusted = new Map<string, number>()
  readonly #hook: number
  #running = { state: 0, endsAt: 0 }

  private constructor(machine: Machine, space: Keyspace, limit: number) {
    this.#machine = machine
    this.#space = space
    this.#limit = limit
    this.#addAll(this.#host, sandboxFunctions)
    this.#addAll(this.#redis, redisLibrary(space))
    for (const [library, members] of Object.entries(adjusted)) {
      const named = Object.entries(members).map(([name, adjust]) => {
        const work = adjusting(adjust, name === 'rep' ? refusesRepetition : undefined)
        return [`${library}.${name}`, work]
      })
      this.#addAll(this.#adjusted, Object.fromEntries(named))
    }
    this.#hook = machine.addFunction((state) => this.#check(new Stack(machine, Number(state))), 'vii')
  }

  /** `limit`: milliseconds after which a script is ended. */
  static async open(space: Keyspace, limit: number): Promise<Interpreter> {
    return new Interpreter(await loadMachine(), space, limit)
  }

  #addAll(addresses: Map<string, number>, functions: Readonly<Record<string, LuaFunction>>): void {
    for (const [name, work] of Object.entries(functions)) {
      const called = (state?: number) => work(new Stack(this.#machine, Number(state)))
      addresses.set(name, this.#machine.addFunction(called, 'ii'))
    }
  }

  /** After the limit, the hook runs at each instruction: a script that catches the error gets it again at once. */
  #check(stack: Stack): undefined {
    if (Date.now() < this.#running.endsAt) return
    for (const state of [this.#running.state, stack.state]) new Stack(this.#machine, state).setHook(this.#hook, 1)
    stack.raiseAt(1, `the script ran for longer than ${this.#limit} milliseconds`)
  }

  /** @throws {CommandError} for a source that does not compile */
  compile(source: string): void {
    this.#withState((stack) => this.#load(stack, source))
  }

  /** @throws {CommandError} with the script's own error, or with the reason why it was ended */
  run(script: Script): Value {
    return this.#withState((stack) => {
      this.#prepare(stack, script)
      this.#load(stack, script.source)
      this.#running = { state: stack.state, endsAt: Date.now() + this.#limit }
      stack.setHook(this.#hook, instructionsBetweenChecks)
      if (!this.#space.whileTimeStands(() => stack.call(0, 1, 1))) throw failureOf(stack, script.sha)
      return popValue(stack)
    })
  }

  #withState<T>(work: (stack: Stack) => T): T {
    const stack = new Stack(this.#machine, this.#machine._luaL_newstate())
    try {
      return work(stack)
    } finally {
      this.#machine._lua_close(stack.state)
    }
  }

  /** Leaves the error handler at the bottom of the stack. */
  #prepare(stack: Stack, { keys, args }: Script): void {
    this.#machine._luaL_openlibs(stack.state)
    installAdjusted(stack, this.#adjusted)
    stack.load(sandbox, '=sandbox')
    pushFunctions(stack, this.#host)
    pushFunctions(stack, this.#redis)
    stack.setField(-2, 'redis')
    pushTexts(stack, keys)
    pushTexts(stack, args)
    if (!stack.call(3, 0)) throw new Error(`the sandbox failed: ${stack.text(-1)}`)
    stack.insert(1)
    stack.replace(GLOBALS)
  }

  #load(stack: Stack, source: string): void {
    if (stack.load(withoutShebang(source), '@user_script')) return
    throw new CommandError(`ERR Error compiling script (new function): ${stack.text(-1)}`)
  }
}

function pushFunctions(stack: Stack, addresses: ReadonlyMap<string, number>): void {
  stack.pushTable()
  for (const [name, address] of addresses) {
    stack.pushFunction(address)
    stack.setField(-2, name)
  }
}

function pushTexts(stack: Stack, texts: readonly string[]): void {
  stack.pushTable()
  for (const [index, text] of texts.entries()) {
    stack.pushText(text)
    stack.setItem(-2, index + 1)
  }
}

function failureOf(stack: Stack, sha: string): CommandError {
  if (stack.type(-1) !== luaType.table) return new CommandError(`ERR Error running script: ${stack.textOrNull(-1)}`)
  const fields = ['err', 'source', 'line'].map((name) => {
    stack.pushField(-1, name)
    const text = stack.isNumber(-1) || stack.type(-1) === luaType.string ? stack.text(-1) : null
    stack.top -= 1
    return text
  })
  const [message, source, line] = fields
  const place = source && line ? ` script: ${sha}, on ${source}:${line}.` : ''
  return new CommandError(`${message ?? 'ERR unknown error'}${place}`)
}

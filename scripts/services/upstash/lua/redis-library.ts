import { createHash } from 'node:crypto'
import { CommandError } from '../command-error'
import { findCommand, isArity } from '../memory/commands'
import type { Keyspace } from '../memory/keyspace'
import { formatDouble } from '../memory/numbers'
import { oneLine, type Value } from '../memory/value'
import { refusal } from '../refusals'
import { pushSingle, pushValue } from './convert'
import { luaType } from './reading'
import type { Stack } from './stack'

/** A C function of Lua: its arguments are on the stack, and it returns the number of results that it has pushed. */
export type LuaFunction = (stack: Stack) => number

/** NaN has a sign too, which only Lua can print. */
function numberText(stack: Stack, index: number): string {
  const value = stack.number(index)
  if (!Number.isNaN(value)) return formatDouble(value)
  stack.reserve(1)
  stack.pushCopy(index)
  const text = stack.text(-1)
  stack.top -= 1
  return text
}

/** @throws {CommandError} */
function readWords(stack: Stack): string[] {
  if (stack.top === 0) throw new CommandError('ERR Please specify at least one argument for this redis lib call')
  return Array.from({ length: stack.top }, (_, index) => {
    const type = stack.type(index + 1)
    if (type === luaType.number) return numberText(stack, index + 1)
    if (type === luaType.string) return stack.text(index + 1)
    throw new CommandError('ERR Lua redis lib command arguments must be strings or integers')
  })
}

/** @throws {CommandError} */
function perform(space: Keyspace, [name = '', ...args]: readonly string[]): Value {
  const command = findCommand(name)
  if (!command) throw refusal(name)
  if (!isArity(command, args.length + 1)) {
    throw new CommandError('ERR Wrong number of args calling Redis command from script')
  }
  return command.run(space, args)
}

/** Pushes the reply. @returns false when it is an error */
function answer(space: Keyspace, stack: Stack): boolean {
  try {
    const value = perform(space, readWords(stack))
    stack.reserve(10)
    pushValue(stack, value)
    return true
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    pushSingle(stack, 'err', oneLine(error.message))
    // Redis marks errors that it has counted already; a script that lists the fields of an error finds the mark.
    stack.pushBoolean(true)
    stack.setField(-2, 'ignore_error_stats_update')
    return false
  }
}

function raiseError(stack: Stack, message: string): number {
  pushSingle(stack, 'err', message)
  return stack.raise()
}

const single =
  (push: (stack: Stack, text: string) => void): LuaFunction =>
  (stack) => {
    const text = stack.top === 1 ? stack.textOrNull(1) : null
    if (text === null) pushSingle(stack, 'err', 'ERR wrong number or type of arguments')
    else push(stack, text)
    return 1
  }

/** The first word is the code of the error. */
function pushError(stack: Stack, given: string): void {
  const text = given.replace(/^-/, '')
  const message = text.includes(' ') ? text : `ERR ${text}`
  pushSingle(stack, 'err', message.replace(/^[\r\n]+|[\r\n]+$/g, ''))
}

const sha1hex: LuaFunction = (stack) => {
  if (stack.top !== 1) return raiseError(stack, 'ERR wrong number of arguments')
  stack.pushText(
    createHash('sha1')
      .update(Buffer.from(stack.text(1), 'latin1'))
      .digest('hex'),
  )
  return 1
}

/** There is no log here: only the arguments are checked. */
const log: LuaFunction = (stack) => {
  if (stack.top < 2) return raiseError(stack, 'ERR redis.log() requires two arguments or more.')
  if (!stack.isNumber(1)) return raiseError(stack, 'ERR First argument must be a number (log level).')
  const level = stack.number(1)
  return level < 0 || level >= 4 ? raiseError(stack, 'ERR Invalid debug level.') : 0
}

export const redisLibrary = (space: Keyspace): Readonly<Record<string, LuaFunction>> => ({
  call: (stack) => (answer(space, stack) ? 1 : stack.raise()),
  pcall: (stack) => {
    answer(space, stack)
    return 1
  },
  error_reply: single(pushError),
  status_reply: single((stack, text) => pushSingle(stack, 'ok', text)),
  sha1hex,
  log,
})

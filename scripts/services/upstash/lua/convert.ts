import { CommandError } from '../command-error'
import { MIN_INTEGER } from '../memory/numbers'
import { Status, type Value } from '../memory/value'
import { refusal, refusedReplies } from '../refusals'
import { luaType } from './reading'
import type { Stack } from './stack'

/** Pushes a command's reply as a script gets it: a missing value is false, a status is a table. */
export function pushValue(stack: Stack, value: Value): void {
  if (value === null) stack.pushBoolean(false)
  else if (typeof value === 'string') stack.pushText(value)
  else if (typeof value === 'number' || typeof value === 'bigint') stack.pushNumber(Number(value))
  else if (value instanceof Status) pushSingle(stack, 'ok', value.text)
  else {
    stack.pushTable()
    for (const [index, item] of value.entries()) {
      pushValue(stack, item)
      stack.setItem(-2, index + 1)
    }
  }
}

export function pushSingle(stack: Stack, field: 'ok' | 'err', text: string): void {
  stack.pushTable()
  stack.pushText(text)
  stack.setField(-2, field)
}

/** Converts a double to 64 bits as C does. */
export function toInteger(value: number): bigint {
  return Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : MIN_INTEGER
}

/** The same without a sign. A double that is too large becomes 0. */
export function toUnsigned(value: number): bigint {
  if (value >= 2 ** 63) return value < 2 ** 64 ? BigInt(value) : 0n
  return BigInt.asUintN(64, toInteger(value))
}

/** Limit of nested lists, as deep as any reply; a table that contains itself has no end. */
const deepest = 100

function fieldOf(stack: Stack, name: string): string | null {
  stack.pushField(-1, name)
  const text = stack.textOrNull(-1)
  stack.top -= 1
  return text
}

function requirePlain(stack: Stack): void {
  for (const name of refusedReplies) {
    stack.pushField(-1, name)
    const isPresent = stack.type(-1) !== luaType.nil
    stack.top -= 1
    if (isPresent) throw refusal(`a reply with the field ${name}`)
  }
}

function readTable(stack: Stack, depth: number): Value {
  stack.reserve(4)
  const error = fieldOf(stack, 'err')
  if (error !== null && depth > 0) throw refusal('an error within a list')
  if (error !== null) throw new CommandError(error)
  const status = fieldOf(stack, 'ok')
  if (status !== null) return new Status(status.replace(/[\r\n]/g, ' '))
  requirePlain(stack)
  if (depth >= deepest) throw refusal('a list deeper than a hundred lists')

  const items: Value[] = []
  for (;;) {
    stack.pushItem(-1, items.length + 1)
    if (stack.type(-1) === luaType.nil) break
    items.push(popValue(stack, depth + 1))
  }
  stack.top -= 1
  return items
}

/** The result of a script, as Redis replies with it. @throws {CommandError} for a table with an error */
export function popValue(stack: Stack, depth = 0): Value {
  const value = readValue(stack, depth)
  stack.top -= 1
  return value
}

function readValue(stack: Stack, depth: number): Value {
  switch (stack.type(-1)) {
    case luaType.string:
      return stack.text(-1)
    case luaType.number:
      return toInteger(stack.number(-1))
    case luaType.boolean:
      return stack.boolean(-1) ? 1 : null
    case luaType.table:
      return readTable(stack, depth)
    default:
      return null
  }
}

import { toInteger, toUnsigned } from './convert'
import { type Directive, formatInteger } from './format-integer'
import { luaType } from './reading'
import type { Stack } from './stack'

/**
 * C integers have 32 bits in WebAssembly and 64 where Redis runs. Lua's numbers are doubles in both; where a function
 * of Lua converts one into an integer, its arguments are changed first so that 32 bits give the same result.
 */
export type Adjust = (stack: Stack) => void

/** Whether the call would take longer than the time limit: a single function of Lua cannot be interrupted. */
export type Refuse = (stack: Stack) => boolean

/** Bytes. The limit of a request is a megabyte. */
const longestRepetition = 16 * 1024 * 1024

export const refusesRepetition: Refuse = (stack) => {
  if (stack.type(1) !== luaType.string || !stack.isNumber(2)) return false
  return Math.max(1, stack.text(1).length) * stack.number(2) > longestRepetition
}

const most = 2 ** 31 - 1

const change =
  (first: number, last: number, narrow: (value: bigint) => bigint): Adjust =>
  (stack) => {
    for (let index = first; index <= Math.min(last, stack.top); index += 1) {
      if (stack.type(index) !== luaType.number) continue
      const value = stack.number(index)
      if (Math.abs(value) <= most) continue
      stack.pushNumber(Number(narrow(toInteger(value))))
      stack.replace(index)
    }
  }

/** A position in a text, which Redis's Lua reads with 64 bits: beyond 32 bits it is beyond every end. */
const clamp = (first: number, last = first) =>
  change(first, last, (value) => (value > 0n ? BigInt(most) : BigInt(-most)))

/** An integer that Lua truncates to 32 bits. Where Redis runs, it has 64 bits before that. */
const cut = (first: number, last = first) => change(first, last, (value) => BigInt.asIntN(32, value))

const directive = /%(?:%|([-+ #0]*)(\d*)(?:\.(\d*))?(.))/gs

const isWide = ({ flags, width, precision = '', letter }: Directive) =>
  'diouxX'.includes(letter) && flags.length < 6 && width.length < 3 && precision.length < 3

/** Whole numbers become texts, and their directives `%s`. */
const formatWide: Adjust = (stack) => {
  const format = stack.textOrNull(1)
  if (format === null) return
  let index = 1
  const changed = format.replace(directive, (whole, flags, width, precision, letter) => {
    if (letter === undefined) return whole
    index += 1
    const parts: Directive = { flags, width, precision, letter }
    if (!isWide(parts) || !stack.isNumber(index)) return whole
    const convert = 'di'.includes(letter) ? toInteger : toUnsigned
    stack.pushText(formatInteger(convert(stack.number(index)), parts))
    stack.replace(index)
    return '%s'
  })
  stack.pushText(changed)
  stack.replace(1)
}

const digits = '0123456789abcdefghijklmnopqrstuvwxyz'

/** Reads a whole text as strtoul does with 64 bits. Null for any other text. */
function readUnsigned(text: string, base: number): number | null {
  const [, sign, hex = '', body = ''] = /^[ \t\n\v\f\r]*([+-]?)(0x)?([\da-z]*)[ \t\n\v\f\r]*$/i.exec(text) ?? []
  const number = (base === 16 ? body : hex + body).toLowerCase()
  if (sign === undefined || number === '') return null
  let value = 0n
  for (const digit of number) {
    if (digits.indexOf(digit) >= base) return null
    value = value * BigInt(base) + BigInt(digits.indexOf(digit))
  }
  if (value >= 2n ** 64n) return Number(2n ** 64n - 1n)
  return Number(BigInt.asUintN(64, sign === '-' ? -value : value))
}

/** With a base, the number is read here, and Lua gets the result. */
const readWide: Adjust = (stack) => {
  const base = stack.top > 1 && stack.isNumber(2) ? stack.number(2) : 10
  const isText = stack.type(1) === luaType.string || stack.type(1) === luaType.number
  if (base === 10 || !(base >= 2 && base <= 36) || !isText) return
  const value = readUnsigned(stack.text(1), Math.trunc(base))
  stack.top = 0
  // A text that is not a number in base 10 either.
  if (value === null) stack.pushText('-')
  else stack.pushNumber(value)
}

/** By library. */
export const adjusted: Readonly<Record<string, Readonly<Record<string, Adjust>>>> = {
  string: {
    ...{ sub: clamp(2, 3), byte: clamp(2, 3), find: clamp(3), match: clamp(3) },
    ...{ rep: cut(2), char: cut(1, Number.POSITIVE_INFINITY), format: formatWide },
  },
  table: { concat: cut(3, 4) },
  math: { ldexp: cut(2) },
  _G: { unpack: cut(2, 3), select: cut(1), tonumber: readWide },
}

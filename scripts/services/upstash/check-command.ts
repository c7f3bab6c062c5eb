import type { Command } from './backend'
import { CommandError } from './command-error'
import { type Grammar, grammar, type Kind } from './grammar'

const isInteger = (text: string) => /^(0|-?[1-9]\d{0,15})$/.test(text)
const isFloat = (text: string) => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) || /^[+-]?inf$/i.test(text)

const notInteger = 'ERR value is not an integer or out of range'
const rules: Partial<Record<Kind, { holds: (text: string) => boolean; message: string }>> = {
  integer: { holds: isInteger, message: notInteger },
  seconds: { holds: isInteger, message: notInteger },
  cursor: { holds: (text) => /^\d+$/.test(text), message: 'ERR invalid cursor' },
  float: { holds: isFloat, message: 'ERR value is not a valid float' },
  bound: { holds: (text) => isFloat(text.replace(/^\(/, '')), message: 'ERR min or max is not a float' },
}

/** Redis says the same of an option it does not know; here it may be one that only the mock lacks. */
const syntaxError = (name: string, word: string) =>
  new CommandError(`ERR syntax error, or not available over the embedded store: '${name} ${word}'`)

function requireKind(kind: Kind | undefined, text: string, name: string): void {
  const rule = kind && rules[kind]
  if (rule && !rule.holds(text)) throw new CommandError(rule.message)
  if (kind === 'seconds' && Number(text) <= 0 && name !== 'SCAN') {
    throw new CommandError(`ERR invalid expire time in '${name.toLowerCase()}' command`)
  }
}

/** Option words in upper case: the mock knows no others. @throws {CommandError} for words it does not know */
function readOptions(name: string, shape: Grammar, args: readonly string[]): string[] {
  const read: string[] = []
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at]?.toUpperCase() ?? ''
    const kinds = shape.options?.[word]
    if (!kinds || read.includes(word)) throw syntaxError(name, word)
    const values = args.slice(at + 1, at + 1 + kinds.length)
    if (values.length < kinds.length) throw syntaxError(name, word)
    for (const [index, value] of values.entries()) requireKind(kinds[index], value, name)
    read.push(word, ...values)
    at += kinds.length
  }
  const clash = shape.exclusive?.find((words) => words.filter((word) => read.includes(word)).length > 1)
  if (clash) throw syntaxError(name, clash.join(' '))
  return read
}

function readFlags(shape: Grammar, args: readonly string[]): string[] {
  const end = args.findIndex((arg) => !(arg.toUpperCase() in (shape.flags ?? {})))
  const flags = args.slice(0, Math.max(end, 0)).map((flag) => flag.toUpperCase())
  if (flags.includes('NX') && flags.includes('XX')) {
    throw new CommandError('ERR XX and NX options at the same time are not compatible')
  }
  return flags
}

function readRest(name: string, kinds: readonly Kind[], args: readonly string[], afterFlags: boolean): void {
  if (args.length === 0 || args.length % kinds.length !== 0) {
    throw afterFlags ? syntaxError(name, args.join(' ')) : wrongNumber(name)
  }
  for (const [index, value] of args.entries()) requireKind(kinds[index % kinds.length], value, name)
}

const wrongNumber = (name: string) =>
  new CommandError(`ERR wrong number of arguments for '${name.toLowerCase()}' command`)

/** Ranks are integers, or with BYSCORE bounds; LIMIT needs BYSCORE. */
function requireRanks(args: readonly string[], options: readonly string[]): void {
  const kind = options.includes('BYSCORE') ? 'bound' : 'integer'
  for (const text of args.slice(1)) requireKind(kind, text, 'ZRANGE')
  if (options.includes('LIMIT') && kind !== 'bound') {
    throw new CommandError('ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX')
  }
}

export type Checked = { name: string; shape: Grammar; args: string[]; keys: string[] }

/** @throws {CommandError} for a name that is not in the grammar, or a number of arguments that it never takes */
export function requireKnown([given, ...args]: Command): { name: string; shape: Grammar } {
  const name = given.toUpperCase()
  const shape = Object.hasOwn(grammar, name) ? grammar[name] : undefined
  if (!shape) throw new CommandError(`ERR Command is not available over the embedded store: '${name}'`)
  const least = shape.args.length + (shape.rest?.length ?? 0)
  const most = shape.options || shape.rest ? Number.POSITIVE_INFINITY : shape.args.length
  if (args.length < least || args.length > most) throw wrongNumber(name)
  return { name, shape }
}

/** @throws {CommandError} what Redis would refuse, and by its name what the mock cannot do */
export function checkCommand(command: Command): Checked {
  const { name, shape } = requireKnown(command)
  const [, ...args] = command
  const fixed = args.slice(0, shape.args.length)
  for (const [index, value] of fixed.entries()) requireKind(shape.args[index], value, name)
  const more = args.slice(fixed.length)
  const flags = shape.flags ? readFlags(shape, more) : []
  const rest = shape.rest ? more.slice(flags.length) : []
  if (shape.rest) readRest(name, shape.rest, rest, Boolean(shape.flags))
  const options = shape.rest ? [] : readOptions(name, shape, more)
  if (name === 'ZRANGE') requireRanks(fixed, options)

  const keys = shape.args[0] === 'key' ? fixed.slice(0, 1) : keysOf(shape, rest)
  return { name, shape, args: [...fixed, ...flags, ...rest, ...options], keys }
}

function keysOf({ rest }: Grammar, args: string[]): string[] {
  if (rest?.[0] !== 'key') return []
  return args.filter((_, index) => index % rest.length === 0)
}

import { refusal, refusedOptions } from '../refusals'
import { type Expiry, expiryWords, requireExpiry } from './expiry'
import type { Keyspace } from './keyspace'
import { type Spec, syntaxError } from './spec'
import { ok, type Value } from './value'

type Options = { condition?: 'NX' | 'XX'; get?: true; expiry?: Expiry }

const isExpiryWord = (word: string): word is Expiry['word'] => (expiryWords as readonly string[]).includes(word)

/** Reads the option at `word`. @returns the number of its words. @throws {CommandError} */
function readOption(options: Options, word: string, next: string | undefined): number {
  if ((word === 'NX' || word === 'XX') && (options.condition ?? word) === word) {
    options.condition = word
    return 1
  }
  if (word === 'GET') {
    options.get = true
    return 1
  }
  // An expiry word may be repeated: Redis takes the last.
  if (isExpiryWord(word) && next !== undefined && (options.expiry?.word ?? word) === word) {
    options.expiry = { word, text: next }
    return 2
  }
  if (refusedOptions.SET?.includes(word)) throw refusal(`SET ${word}`)
  throw syntaxError()
}

function readOptions(args: readonly string[]): Options {
  const options: Options = {}
  for (let at = 0; at < args.length; ) at += readOption(options, args[at]?.toUpperCase() ?? '', args[at + 1])
  return options
}

function run(space: Keyspace, [key = '', value = '', ...rest]: readonly string[]): Value {
  const { condition, get, expiry } = readOptions(rest)
  const expiresAt = expiry ? requireExpiry('set', expiry, space.now()) : null
  const before = get ? (space.string(key) ?? null) : null
  const isPresent = space.get(key) !== undefined
  if (condition && isPresent !== (condition === 'XX')) return before

  space.put(key, value, expiresAt)
  return get ? before : ok
}

export const set: Spec = { arity: -3, run }

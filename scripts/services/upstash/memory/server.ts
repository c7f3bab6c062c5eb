import { CommandError } from '../command-error'
import { globToExpression } from './glob'
import { requireAtMost, typeOf } from './keys'
import type { Keyspace } from './keyspace'
import { requireInteger } from './numbers'
import { type Spec, type Specs, syntaxError } from './spec'
import { ok, Status, type Value } from './value'

const ping: Spec = {
  arity: -1,
  run(_, args) {
    requireAtMost('ping', args, 1)
    return args[0] ?? new Status('PONG')
  },
}

const flush: Spec = {
  arity: -1,
  run(space, args) {
    const [mode = 'SYNC'] = args
    if (args.length > 1 || !['SYNC', 'ASYNC'].includes(mode.toUpperCase())) throw syntaxError()
    space.clear()
    return ok
  },
}

/** As strtoul reads it; an empty one is 0. */
const isCursor = (text: string) => /^([+-]?\d+)?$/.test(text) && BigInt(text.replace(/^[+-]/, '')) < 2n ** 64n

type Filters = { match?: RegExp; type?: string }

function readFilters(words: readonly string[]): Filters {
  const filters: Filters = {}
  for (let at = 0; at < words.length; at += 2) {
    const [word = '', value] = words.slice(at, at + 2)
    if (value === undefined) throw syntaxError()
    const name = word.toUpperCase()
    if (name === 'MATCH') filters.match = globToExpression(value)
    else if (name === 'TYPE') filters.type = value.toLowerCase()
    else if (name !== 'COUNT' || requireInteger(value) < 1n) throw syntaxError()
  }
  return filters
}

/** Returns all keys at once: COUNT is a hint, and the only cursor returned is 0. */
function scan(space: Keyspace, [cursor = '', ...words]: readonly string[]): Value {
  if (!isCursor(cursor)) throw new CommandError('ERR invalid cursor')
  const { match, type } = readFilters(words)
  if (/[1-9]/.test(cursor)) return ['0', []]
  const fits = (key: string) =>
    (match?.test(key) ?? true) && (type ?? typeOf(space.get(key))) === typeOf(space.get(key))
  return ['0', space.keys().filter(fits)]
}

function time(): Value {
  const microseconds = Math.floor((performance.timeOrigin + performance.now()) * 1000)
  return [String(Math.floor(microseconds / 1e6)), String(microseconds % 1e6)]
}

export const server: Specs = {
  PING: ping,
  ECHO: { arity: 2, run: (_, [text = '']) => text },
  DBSIZE: { arity: 1, run: (space) => space.keys().length },
  TIME: { arity: 1, run: time },
  FLUSHALL: flush,
  FLUSHDB: flush,
  SCAN: { arity: -2, run: scan },
}

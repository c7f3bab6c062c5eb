import { CommandError } from '../command-error'
import type { Keyspace } from './keyspace'
import type { Value } from './value'

export type Spec = {
  /** Number of words, the name included; negative: the minimum. */
  arity: number
  /** @throws {CommandError} for arguments that Redis refuses */
  run(space: Keyspace, args: readonly string[]): Value
}

export type Specs = Readonly<Record<string, Spec>>

export const wrongNumber = (name: string) =>
  new CommandError(`ERR wrong number of arguments for '${name.toLowerCase()}' command`)

export const syntaxError = () => new CommandError('ERR syntax error')

/** `a b c d` as `[a, b] [c, d]`. */
export function pairsOf(args: readonly string[]): Array<[string, string]> {
  return Array.from({ length: args.length / 2 }, (_, index) => [args[2 * index] ?? '', args[2 * index + 1] ?? ''])
}

import { hashes } from './hashes'
import { keys } from './keys'
import { server } from './server'
import { sortedSets } from './sorted-sets'
import type { Spec, Specs } from './spec'
import { strings } from './strings'

/** The commands that the memory store answers as Redis does. A script may call all of them: none waits, and none runs code. */
export const commands: Specs = { ...strings, ...keys, ...hashes, ...sortedSets, ...server }

export function findCommand(name: string): Spec | undefined {
  const upper = name.toUpperCase()
  return Object.hasOwn(commands, upper) ? commands[upper] : undefined
}

/** `words` counts the name. */
export const isArity = ({ arity }: Spec, words: number) => (arity < 0 ? words >= -arity : words === arity)

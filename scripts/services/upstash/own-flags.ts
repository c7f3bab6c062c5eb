import { createHash } from 'node:crypto'
import type { Command } from './backend'

/** A flag in the scripts of @upstash/ratelimit that only Upstash knows: any other Redis refuses a script with it. */
const ownFlag = /^#!lua flags=allow-key-locking(?=\r?\n)/

const sha1 = (source: string) => createHash('sha1').update(source).digest('hex')

/** Removes the flag for another Redis; a script can still be called by its original hash. */
export function ownFlagsTaken(): (command: Command) => Command {
  const hashes = new Map<string, string>()

  return (command) => {
    const [name, first = '', ...rest] = command
    if (name.toUpperCase() === 'EVALSHA') return [name, hashes.get(first.toLowerCase()) ?? first, ...rest]
    if (name.toUpperCase() !== 'EVAL' || !ownFlag.test(first)) return command

    const plain = first.replace(ownFlag, '')
    hashes.set(sha1(first), sha1(plain))
    return [name, plain, ...rest]
  }
}

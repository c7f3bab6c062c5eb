import { createHash } from 'node:crypto'
import type { Command } from './backend'

/** A flag that only Upstash knows, of the scripts of @upstash/ratelimit: any other Redis refuses a script for it. */
const ownFlag = /^#!lua flags=allow-key-locking(?=\r?\n)/

const sha1 = (source: string) => createHash('sha1').update(source).digest('hex')

/** Commands as another Redis understands them; a script goes on being called by the hash that its owner knows. */
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

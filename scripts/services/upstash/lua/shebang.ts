import { CommandError } from '../command-error'
import { refusal } from '../refusals'

/** Flags without an effect on a single Redis; `allow-key-locking` is Upstash's own. */
const idle = ['allow-oom', 'allow-stale', 'no-cluster', 'allow-cross-slot-keys', 'allow-key-locking']

function requireOption(option: string): void {
  if (!option.startsWith('flags=')) throw new CommandError(`ERR Unknown lua shebang option: ${option}`)
  for (const flag of option.slice('flags='.length).split(',')) {
    if (flag === 'no-writes') throw refusal('the script flag no-writes')
    if (flag !== '' && !idle.includes(flag)) throw new CommandError(`ERR Unexpected flag in script shebang: ${flag}`)
  }
}

/** Removes the first line `#!lua flags=...`; the other lines keep their numbers. @throws {CommandError} */
export function withoutShebang(source: string): string {
  if (source.startsWith('\x1b')) throw refusal('a compiled script')
  if (!source.startsWith('#!')) return source
  const end = source.indexOf('\n')
  if (end < 0) throw new CommandError('ERR Invalid script shebang')
  const [engine = '', ...options] = source.slice(0, end).split(' ').filter(Boolean)
  if (engine !== '#!lua') throw new CommandError(`ERR Unexpected engine in script shebang: ${engine}`)
  for (const option of options) requireOption(option)
  return source.slice(end)
}

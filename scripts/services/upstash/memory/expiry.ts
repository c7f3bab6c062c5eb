import { CommandError } from '../command-error'
import { isInRange, MAX_INTEGER, MIN_INTEGER, requireInteger } from './numbers'

export const expiryWords = ['EX', 'PX', 'EXAT', 'PXAT'] as const
export type Expiry = { word: (typeof expiryWords)[number]; text: string }

const invalid = (name: string) => new CommandError(`ERR invalid expire time in '${name}' command`)

/** Milliseconds since 1970. @throws {CommandError} for a text without a time, or a time beyond 64 bits */
export function requireExpiry(name: string, { word, text }: Expiry, now: bigint): bigint {
  const given = requireInteger(text)
  const milliseconds = word.startsWith('EX') ? given * 1000n : given
  if (given <= 0n || milliseconds > MAX_INTEGER) throw invalid(name)
  const at = word.endsWith('AT') ? milliseconds : now + milliseconds
  if (!isInRange(at)) throw invalid(name)
  return at
}

/** For EXPIRE, which also accepts times in the past. @throws {CommandError} */
export function requireDeadline(name: string, text: string, unit: bigint, now: bigint): bigint {
  const given = requireInteger(text) * unit
  if (given < MIN_INTEGER || given > MAX_INTEGER - now) throw invalid(name)
  return now + given
}

import type { Reply } from '../backend'

/** A status is a type of its own: a script gets it as `{ ok = ... }`. */
export class Status {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** The result of a command. A character of a string is a byte, as in Redis, so that lengths and order are the same. */
export type Value = string | number | bigint | null | Status | readonly Value[]

export const ok = new Status('OK')

export const toBytes = (text: string) => Buffer.from(text, 'utf8').toString('latin1')
export const fromBytes = (bytes: string) => Buffer.from(bytes, 'latin1').toString('utf8')

/** In the protocol, an error ends at the end of its line. */
export const oneLine = (text: string) => text.replace(/^[\r\n]+|[\r\n]+$/g, '').replace(/[\r\n]/g, ' ')

export function valueToReply(value: Value): Reply {
  if (typeof value === 'string') return fromBytes(value)
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof Status) return fromBytes(value.text)
  if (value === null || typeof value === 'number') return value
  return value.map(valueToReply)
}

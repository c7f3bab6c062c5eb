/** A reply of Redis as JSON can carry it. */
export type Reply = string | number | null | Reply[]
export type Outcome = { result: Reply } | { error: string }
export type Command = readonly [name: string, ...args: string[]]

export type Backend = {
  /** For the start line: what serves. */
  description: string
  /** @throws {CommandError} what Redis refuses */
  run(command: Command): Promise<Reply>
  /** All of them with nothing in between. @throws {CommandError} when none of them ran */
  transaction(commands: readonly Command[]): Promise<Outcome[]>
  close(): Promise<void>
}

/** Replies have no other shapes once a map is the flat list that Redis sends. */
export function toReply(value: unknown): Reply {
  if (typeof value === 'string' || typeof value === 'number') return value
  if (value === null || value === undefined) return null
  if (Buffer.isBuffer(value)) return value.toString()
  if (Array.isArray(value)) return value.map(toReply)
  if (typeof value === 'object') return Object.entries(value).flat().map(toReply)
  return String(value)
}

import type { OnEvent } from './subscribe'

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
  /**
   * Tells of each message until the function that it answers with is called; absent where nothing is published.
   * @throws {CommandError}
   */
  subscribe?(kind: 'subscribe' | 'psubscribe', channels: readonly string[], onEvent: OnEvent): Promise<() => void>
  close(): Promise<void>
}

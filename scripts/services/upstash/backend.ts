import type { OnEvent } from './subscribe'

/** A reply of Redis, as JSON can represent it. */
export type Reply = string | number | null | Reply[]
export type Outcome = { result: Reply } | { error: string }
export type Command = readonly [name: string, ...args: string[]]

export type Backend = {
  /** Names the store in the start line. */
  description: string
  /** @throws {CommandError} for a command that Redis refuses */
  run(command: Command): Promise<Reply>
  /** Runs all commands with no other command in between. @throws {CommandError} when none of them ran */
  transaction(commands: readonly Command[]): Promise<Outcome[]>
  /**
   * Calls `onEvent` for each message until the returned function is called; absent where publishing is not supported.
   * @throws {CommandError}
   */
  subscribe?(kind: 'subscribe' | 'psubscribe', channels: readonly string[], onEvent: OnEvent): Promise<() => void>
  close(): Promise<void>
}

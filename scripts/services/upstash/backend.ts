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

import { CommandError } from '../command-error'
import { SortedSet } from './sorted-set'

export type Stored = string | Map<string, string> | SortedSet
type Entry = { value: Stored; expiresAt: bigint | null }

const WRONG_TYPE = 'WRONGTYPE Operation against a key holding the wrong kind of value'

/** A sweep deletes expired keys that no command asks for again, which would fill the memory. */
const writesBetweenSweeps = 1000

export class Keyspace {
  readonly #entries = new Map<string, Entry>()
  #heldAt: bigint | null = null
  #writes = 0

  /** Milliseconds since 1970. */
  now(): bigint {
    return this.#heldAt ?? BigInt(Date.now())
  }

  /** Runs a script with a constant time: a key that exists at its start exists until its end. */
  whileTimeStands<T>(work: () => T): T {
    this.#heldAt = this.now()
    try {
      return work()
    } finally {
      this.#heldAt = null
    }
  }

  #find(key: string): Entry | undefined {
    const entry = this.#entries.get(key)
    if (!entry || entry.expiresAt === null || entry.expiresAt > this.now()) return entry
    this.#entries.delete(key)
    return undefined
  }

  get(key: string): Stored | undefined {
    return this.#find(key)?.value
  }

  /** @throws {CommandError} when the key holds another type */
  string(key: string): string | undefined {
    const value = this.get(key)
    if (value !== undefined && typeof value !== 'string') throw new CommandError(WRONG_TYPE)
    return value
  }

  /** @throws {CommandError} when the key holds another type */
  hash(key: string): Map<string, string> | undefined {
    const value = this.get(key)
    if (value !== undefined && !(value instanceof Map)) throw new CommandError(WRONG_TYPE)
    return value
  }

  /** @throws {CommandError} when the key holds another type */
  sortedSet(key: string): SortedSet | undefined {
    const value = this.get(key)
    if (value !== undefined && !(value instanceof SortedSet)) throw new CommandError(WRONG_TYPE)
    return value
  }

  /** Replaces the value and its expiry. */
  put(key: string, value: Stored, expiresAt: bigint | null = null): void {
    this.#writes += 1
    if (this.#writes % writesBetweenSweeps === 0) this.keys()
    this.#entries.set(key, { value, expiresAt })
  }

  /** Replaces the value and keeps its expiry. */
  replace(key: string, value: Stored): void {
    this.put(key, value, this.expiry(key) ?? null)
  }

  delete(key: string): boolean {
    return this.#find(key) !== undefined && this.#entries.delete(key)
  }

  /** Redis has no empty hash and no empty set. */
  deleteIfEmpty(key: string, value: { size: number }): void {
    if (value.size === 0) this.#entries.delete(key)
  }

  /** Undefined without the key, null without an expiry. */
  expiry(key: string): bigint | null | undefined {
    return this.#find(key)?.expiresAt
  }

  setExpiry(key: string, expiresAt: bigint | null): void {
    const entry = this.#find(key)
    if (entry) entry.expiresAt = expiresAt
  }

  keys(): string[] {
    return [...this.#entries.keys()].filter((key) => this.#find(key) !== undefined)
  }

  clear(): void {
    this.#entries.clear()
  }
}

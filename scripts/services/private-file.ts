import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Readable by this user alone; git ignores its content. */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
}

/** @returns the parsed JSON, `undefined` when it is invalid, null when there is no file */
export function readPrivateFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Writes to a temporary file and renames it: a concurrent reader sees the old file or the new one, never a part. */
export function writePrivateFile(file: string, value: unknown): void {
  makePrivateFolder(dirname(file))
  const beside = `${file}.${process.pid}`
  writeFileSync(beside, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  renameSync(beside, file)
}

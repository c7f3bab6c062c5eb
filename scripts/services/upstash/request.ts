import type { IncomingMessage } from 'node:http'
import * as z from 'zod'
import type { Command } from './backend'
import { CommandError } from './command-error'

const MAX_BODY_BYTES = 1024 * 1024

export type Request =
  | { kind: 'single'; command: Command }
  | { kind: 'pipeline'; commands: Command[] }
  | { kind: 'transaction'; commands: Command[] }

const Word = z.pipe(z.union([z.string(), z.number(), z.boolean()]), z.transform(String))
const Words = z.tuple([Word], Word)

export class TooLargeError extends Error {
  readonly code = 'too_large'
}

/** @throws {TooLargeError} above a megabyte, before the rest is read */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    const part = Buffer.from(chunk)
    bytes += part.length
    if (bytes > MAX_BODY_BYTES) throw new TooLargeError(`ERR max request size exceeded. Limit: ${MAX_BODY_BYTES} bytes`)
    chunks.push(part)
  }
  return Buffer.concat(chunks)
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    throw new CommandError('ERR failed to parse request: the body is not JSON')
  }
}

function parseCommand(body: unknown): Command {
  const command = Words.safeParse(body)
  if (!command.success) throw new CommandError('ERR failed to parse command: not an array of strings and numbers')
  return command.data
}

function parseCommands(body: Buffer): Command[] {
  const commands = z.array(z.unknown()).safeParse(parseJson(body))
  if (!commands.success) throw new CommandError('ERR failed to parse pipeline request: not an array of commands')
  return commands.data.map(parseCommand)
}

/** @throws {CommandError} */
export function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw new CommandError('ERR failed to parse path: not valid percent-encoding')
  }
}

/** `/set/key/value`; a body comes after the path, query parameters come after the body (`?EX=100`). */
function parsePath(url: URL, body: Buffer): Command {
  const path = url.pathname.slice(1).split('/').map(decode)
  const options = [...url.searchParams].filter(([name]) => name !== '_token').flat()
  return parseCommand([...path, ...(body.length > 0 ? [body.toString()] : []), ...options])
}

/** @throws {CommandError} for a request without a valid command */
export function parseRequest(method: string, url: URL, body: Buffer): Request {
  if (url.pathname === '/pipeline') return { kind: 'pipeline', commands: parseCommands(body) }
  if (url.pathname === '/multi-exec') return { kind: 'transaction', commands: parseCommands(body) }
  if (url.pathname !== '/') return { kind: 'single', command: parsePath(url, body) }
  if (method !== 'POST') throw new CommandError('ERR no command: POST one as a JSON array, or name it in the path')
  return { kind: 'single', command: parseCommand(parseJson(body)) }
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Backend } from './backend'
import { CommandError } from './command-error'
import { decode } from './request'

export type Subscription = { kind: 'subscribe' | 'psubscribe'; channels: string[] }

/** Parses `/subscribe/channel` of a client that accepts events. Its body is an empty command and is ignored. */
export function readSubscription(request: IncomingMessage, url: URL): Subscription | null {
  if (!request.headers.accept?.includes('text/event-stream')) return null
  const [kind = '', ...channels] = url.pathname.slice(1).split('/')
  const word = kind.toLowerCase()
  return word === 'subscribe' || word === 'psubscribe' ? { kind: word, channels: channels.map(decode) } : null
}

/** An event of several lines has `data:` on each. */
const toEvent = (parts: readonly string[]) => `${parts.join(',').replace(/^/gm, 'data: ')}\n\n`

/** Writes events until the client disconnects. @throws {CommandError} where subscribing is not supported */
export async function streamEvents(
  backend: Backend,
  { kind, channels }: Subscription,
  response: ServerResponse,
): Promise<void> {
  if (!backend.subscribe) throw new CommandError(`ERR '${kind.toUpperCase()}' is not supported by the embedded Redis`)
  if (channels.length === 0) throw new CommandError(`ERR wrong number of arguments for '${kind}' command`)
  const early: string[] = []
  let write = (event: string): void => void early.push(event)
  const end = await backend.subscribe(kind, channels, (parts) => write(toEvent(parts)))

  if (response.destroyed) return end()
  response.once('close', end)
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' })
  write = (event) => void response.write(event)
  for (const event of early) write(event)
}

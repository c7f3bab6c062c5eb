import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { closeServer, listenNear } from '../ports'
import type { Backend, Outcome, Reply } from './backend'
import { CommandError } from './command-error'
import { readSubscription, streamEvents } from './event-stream'
import { openMemory } from './memory-backend'
import { openRedis } from './redis-backend'
import { parseRequest, type Request, readBody, TooLargeError } from './request'

export type Upstash = { url: string; port: number; backend: string; close(): Promise<void> }
type Answer = { status: number; body: unknown }
type Exchange = { request: IncomingMessage; response: ServerResponse }

let answered = 0

/** Upstash's replicas wait for this token until they have a client's writes. Here is one store, which always has them. */
function nextSyncToken(): string {
  answered += 1
  return Buffer.from(`embedded:${answered}`).toString('base64')
}

const digest = (text: string) => createHash('sha256').update(text).digest()

/** In constant time: the token alone protects the sessions from a page on the same machine. */
function isAuthorized(request: IncomingMessage, url: URL, token: string): boolean {
  const [, bearer] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? []
  const presented = bearer ?? url.searchParams.get('_token') ?? ''
  return timingSafeEqual(digest(presented), digest(token))
}

/** `OK` is not encoded, as at Upstash; numbers and null have no encoding. */
function encode(reply: Reply): Reply {
  if (Array.isArray(reply)) return reply.map(encode)
  return typeof reply === 'string' && reply !== 'OK' ? Buffer.from(reply).toString('base64') : reply
}

async function toOutcome(reply: Promise<Reply>): Promise<Outcome> {
  try {
    return { result: await reply }
  } catch (error) {
    if (error instanceof CommandError) return { error: error.message }
    throw error
  }
}

async function perform(backend: Backend, request: Request): Promise<Outcome | Outcome[]> {
  if (request.kind === 'single') return { result: await backend.run(request.command) }
  if (request.kind === 'transaction') return backend.transaction(request.commands)
  return Promise.all(request.commands.map((command) => toOutcome(backend.run(command))))
}

function toBody(outcomes: Outcome | Outcome[], isBase64: boolean): unknown {
  const present = (outcome: Outcome) => ('result' in outcome && isBase64 ? { result: encode(outcome.result) } : outcome)
  return Array.isArray(outcomes) ? outcomes.map(present) : present(outcomes)
}

function toFailure(error: unknown): Answer {
  if (error instanceof CommandError) return { status: 400, body: { error: error.message } }
  if (error instanceof TooLargeError) return { status: 413, body: { error: error.message } }
  return { status: 500, body: { error: 'ERR internal error' } }
}

/** Null when events are streamed instead. */
async function answer(backend: Backend, token: string, exchange: Exchange): Promise<Answer | null> {
  const { request, response } = exchange
  const url = new URL(`http://localhost${request.url?.startsWith('/') ? request.url : '/'}`)
  if (!isAuthorized(request, url, token)) return { status: 401, body: { error: 'Unauthorized' } }
  try {
    const subscription = readSubscription(request, url)
    if (subscription) {
      await streamEvents(backend, subscription, response)
      return null
    }
    const parsed = parseRequest(request.method ?? 'GET', url, await readBody(request))
    const isBase64 = request.headers['upstash-encoding'] === 'base64'
    return { status: 200, body: toBody(await perform(backend, parsed), isBase64) }
  } catch (error) {
    return toFailure(error)
  }
}

function send(response: ServerResponse, { status, body }: Answer): void {
  // Closes the connection after an error, so that the rest of the request is not read.
  const headers = status === 200 ? { 'Upstash-Sync-Token': nextSyncToken() } : { Connection: 'close' }
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

/** The Upstash REST protocol on loopback: over the Redis of `redisUrl`, or in memory. */
export async function startUpstash(options: {
  token: string
  port: number
  redisUrl?: string | undefined
}): Promise<Upstash> {
  const backend = options.redisUrl ? await openRedis(options.redisUrl) : await openMemory()
  const server = createServer((request, response) => {
    answer(backend, options.token, { request, response })
      .then((ready) => ready && send(response, ready))
      .catch(() => response.destroy())
  })
  const port = await listenNear(server, options.port)
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    backend: backend.description,
    async close() {
      server.closeAllConnections()
      await closeServer(server)
      await backend.close()
    },
  }
}

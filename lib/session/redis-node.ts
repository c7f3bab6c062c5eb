/**
 * How Node sends a command to Upstash Redis: through undici, because `fetch` of Node and of Next takes several times the
 * processor time for the same request. The edge has `fetch` only (lib/session/redis.ts).
 */

import { errors } from '@upstash/redis'
import { Pool } from 'undici'
import * as z from 'zod/mini'

/** The part of a request of the client that this application uses. */
interface Command {
  path?: string[] | undefined
  body?: unknown
}

type Send = (command: Command) => Promise<object>

interface Connection {
  url: string
  token: string
  /** @returns a signal that aborts the request when its time is up, and `end`, which stops the clock */
  patience: () => { signal: AbortSignal; end: () => void }
}

const syncToken = 'upstash-sync-token'
const Refusal = z.object({ error: z.string() })

/** Keeps connections open, as `fetch` does. The function throws `UpstashError` for an answer of Redis that is an error. */
export function sendThroughUndici({ url, token, patience }: Connection): Send {
  const { origin, pathname } = new URL(url)
  const pool = new Pool(origin)
  const base = pathname.replace(/\/$/, '')
  // A replica answers a read with this token only after it has the writes of earlier answers.
  let seen = ''

  const post = ({ path = [], body }: Command, signal: AbortSignal) =>
    pool.request({
      method: 'POST',
      path: [base, ...path].join('/') || '/',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', [syncToken]: seen },
      body: JSON.stringify(body),
      signal,
    })

  async function ask(command: Command, signal: AbortSignal): Promise<object> {
    const answer = await post(command, signal).catch((error: unknown) => {
      // Retries once for a kept-alive connection that the other end has closed. A timeout is final, and so is an answer
      // that ends in the middle: Redis has run the command.
      if (signal.aborted) throw error
      return post(command, signal)
    })
    const text = await answer.body.text()
    // Undici follows no redirect: only Redis itself answers a command.
    if (answer.statusCode >= 300) throw new errors.UpstashError(refusalIn(text, answer.statusCode))

    seen = String(answer.headers[syncToken] ?? '')
    return JSON.parse(text)
  }

  return (command) => {
    const { signal, end } = patience()
    return ask(command, signal).finally(end)
  }
}

function refusalIn(text: string, status: number): string {
  try {
    return Refusal.parse(JSON.parse(text)).error
  } catch {
    return `Redis answered with the status ${status}`
  }
}

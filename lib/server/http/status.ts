import 'server-only'
import type { AsyncLocalStorage } from 'node:async_hooks'
import type { ServerResponse } from 'node:http'
import { retryAfter } from '@/lib/errors'

/** scripts/serve.ts puts the answer of each request there. Another server, as on Vercel, does not. */
const holder: typeof globalThis & { answers?: AsyncLocalStorage<ServerResponse> } = globalThis

/**
 * Makes the answer of the action that runs now a 503 with `Retry-After`, which Next does not let an action do. The body stays
 * that of the action: the form with its sentence. Without our own server the status stays 200.
 */
export function answerBusy(): void {
  const response = holder.answers?.getStore()
  if (!response || response.headersSent) return

  response.statusCode = 503
  response.setHeader('Retry-After', retryAfter)
}

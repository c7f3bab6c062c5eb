import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import * as z from 'zod'

/**
 * The services that are elsewhere in production, in a separate process: their CPU time must not count as ours, nor delay
 * ours. The Upstash protocol over a Redis, and a mail server that keeps nothing.
 */
export interface UpstashProcess {
  env: { UPSTASH_REDIS_REST_URL: string; UPSTASH_REDIS_REST_TOKEN: string }
  smtpUrl: string // feature: mail
  /** The number of requests so far. */
  calls: () => Promise<number>
  stop: () => Promise<void>
}

const Listening = z.object({
  url: z.string(),
  smtpUrl: z.string(), // feature: mail
})
const Count = z.object({ calls: z.number() })

export async function startUpstashProcess(redisUrl: string): Promise<UpstashProcess> {
  const token = randomBytes(16).toString('hex')
  const server = spawn(process.execPath, ['--import', 'tsx', 'tests/support/upstash-server.ts'], {
    env: { ...process.env, EMBEDDED_REDIS_URL: redisUrl, UPSTASH_REDIS_REST_TOKEN: token },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const listening = Listening.parse(await nextMessage(server))

  return {
    env: { UPSTASH_REDIS_REST_URL: listening.url, UPSTASH_REDIS_REST_TOKEN: token },
    smtpUrl: listening.smtpUrl, // feature: mail
    calls: async () => {
      const counted = nextMessage(server)
      server.send('calls')
      return Count.parse(await counted).calls
    },
    stop: async () => {
      if (server.exitCode !== null || server.signalCode !== null) return
      const exited = once(server, 'exit')
      server.kill('SIGKILL')
      await exited
    },
  }
}

async function nextMessage(server: ChildProcess): Promise<unknown> {
  const waiting = new AbortController()
  const gone = once(server, 'exit', waiting).then(([code]) => {
    throw new Error(`the Upstash process ended with ${code}`)
  })
  try {
    const [message] = await Promise.race([once(server, 'message', waiting), gone])
    return message
  } finally {
    waiting.abort()
  }
}

import { subscribe } from 'node:diagnostics_channel'
import { startUpstash } from '@/scripts/services/upstash/start-upstash'

/** The embedded Upstash, unchanged and counted from outside: Node reports every request that its servers get. */

let calls = 0
subscribe('http.server.request.start', () => {
  calls += 1
})

const { UPSTASH_REDIS_REST_TOKEN: token = '', EMBEDDED_REDIS_URL: redisUrl } = process.env
const { url } = await startUpstash({ token, port: 0, redisUrl })

process.on('message', () => process.send?.({ calls }))
process.send?.({ url })

// The process that started this one handles Ctrl-C: it ends this process after its last use, or ends itself.
process.on('SIGINT', () => undefined)
process.once('disconnect', () => process.exit(0))

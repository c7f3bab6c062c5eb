import { subscribe } from 'node:diagnostics_channel'
import { startUpstash } from '@/scripts/services/upstash/start-upstash'

/** The embedded Upstash as it is, counted from outside: Node tells of every request that its servers get. */

let calls = 0
subscribe('http.server.request.start', () => {
  calls += 1
})

const { UPSTASH_REDIS_REST_TOKEN: token = '', EMBEDDED_REDIS_URL: redisUrl } = process.env
const { url } = await startUpstash({ token, port: 0, redisUrl })

process.on('message', () => process.send?.({ calls }))
process.send?.({ url })

// Ctrl-C is for whoever started this process, who ends it when nothing uses it any more, or by ending themselves.
process.on('SIGINT', () => undefined)
process.once('disconnect', () => process.exit(0))

import { subscribe } from 'node:diagnostics_channel'
import { SMTPServer } from 'smtp-server' // feature: mail
import { listenNear } from '@/scripts/services/ports' // feature: mail
import { startUpstash } from '@/scripts/services/upstash/start-upstash'

/** The embedded Upstash, unchanged and counted from outside: Node reports every request that its servers get. */

let calls = 0
subscribe('http.server.request.start', () => {
  calls += 1
})

const { UPSTASH_REDIS_REST_TOKEN: token = '', EMBEDDED_REDIS_URL: redisUrl } = process.env
const { url } = await startUpstash({ token, port: 0, redisUrl })

// feature: mail
/** A mail server that accepts every mail and keeps none: the embedded one reads each and writes it into a folder. */
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  logger: false,
  onData: (stream, _, done) => stream.on('end', done).resume(),
})
smtp.on('error', () => undefined)
const smtpUrl = `smtp://127.0.0.1:${await listenNear(smtp.server, 0)}`
// end

process.on('message', () => process.send?.({ calls }))
process.send?.({
  url,
  smtpUrl, // feature: mail
})

// The process that started this one handles Ctrl-C: it ends this process after its last use, or ends itself.
process.on('SIGINT', () => undefined)
process.once('disconnect', () => process.exit(0))

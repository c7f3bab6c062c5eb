import { startServices } from '@/scripts/services/start-services'

/** The embedded services in a separate process: computation of a test must not delay their answers. */

const { DATA_DIR: dataDir = '', DATABASE_URL, EMBEDDED_REDIS_URL } = process.env
const { env, close } = await startServices({ dataDir, env: { DATABASE_URL, EMBEDDED_REDIS_URL }, log: () => undefined })

process.send?.(env)

// The process that started this one handles Ctrl-C: it ends this process, or ends itself.
process.on('SIGINT', () => undefined)
process.once('disconnect', () => close().finally(() => process.exit(0)))

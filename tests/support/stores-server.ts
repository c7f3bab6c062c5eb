import { startServices } from '@/scripts/services/start-services'

/** The embedded services in a process of their own: what a test computes must not delay their answers. */

const { DATA_DIR: dataDir = '', DATABASE_URL, EMBEDDED_REDIS_URL } = process.env
const { env, close } = await startServices({ dataDir, env: { DATABASE_URL, EMBEDDED_REDIS_URL }, log: () => undefined })

process.send?.(env)

// Ctrl-C is for the process that started this one. It ends this one, or ends itself.
process.on('SIGINT', () => undefined)
process.once('disconnect', () => close().finally(() => process.exit(0)))

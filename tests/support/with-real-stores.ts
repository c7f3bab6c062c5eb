import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { startRealStores } from '@/tests/support/real-stores'

// tsx tests/support/with-real-stores.ts COMMAND [ARGUMENT...]: runs it with TEST_DATABASE_URL and TEST_REDIS_URL.

const [command, ...args] = process.argv.slice(2)
if (!command) throw new Error('which command?')

const stores = await startRealStores()
// Ctrl-C reaches the command as well: the command ends, then the stores end.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => running.kill(signal))

const env = { ...process.env, TEST_DATABASE_URL: stores.databaseUrl, TEST_REDIS_URL: stores.redisUrl }
const running = spawn(command, args, { stdio: 'inherit', env })
const [code] = await once(running, 'exit')
await stores.close()
process.exitCode = typeof code === 'number' ? code : 1

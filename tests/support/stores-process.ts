import { spawn } from 'node:child_process'
import { once } from 'node:events'
import * as z from 'zod'
import { endsWithRun } from '@/tests/support/run-folder'

const Variables = z.record(z.string(), z.string())

/** Starts the embedded services over `dataDir` in a process of their own. It ends with this process at the latest. */
export async function startStoresProcess(dataDir: string) {
  const server = spawn(process.execPath, ['--import', 'tsx', 'tests/support/stores-server.ts'], {
    env: { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '', EMBEDDED_REDIS_URL: '' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  endsWithRun(server)
  const started = new AbortController()
  const ended = once(server, 'exit', started).then(([code]) => {
    throw new Error(`the embedded services ended with ${code}`)
  })
  const [env] = await Promise.race([once(server, 'message', started), ended]).finally(() => started.abort())

  return {
    env: Variables.parse(env),
    close: async () => {
      if (server.exitCode !== null || server.signalCode !== null) return
      const exited = once(server, 'exit')
      server.disconnect()
      await exited
    },
  }
}

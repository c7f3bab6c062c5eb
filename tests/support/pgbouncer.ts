import { existsSync } from 'node:fs'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '@/tests/support/free-port'
import type { Obstacle } from '@/tests/support/needs'
import { StoreProcess } from '@/tests/support/store-process'
import { temporaryFolder } from '@/tests/support/temporary-folder'

const program = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer', '/usr/local/bin/pgbouncer'].find(existsSync)

export const pgBouncerObstacle: Obstacle = program ? null : 'needs PgBouncer: apt-get install pgbouncer'

/**
 * PgBouncer in front of the PostgreSQL at this address, in transaction mode, like the pooled addresses of providers.
 */
export async function startPgBouncer(address: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const { hostname, port: postgres, username, pathname } = new URL(address)
  const port = await freePort()
  const folder = await temporaryFolder()
  const settings = [
    ...['[databases]', `* = host=${hostname} port=${postgres} user=${username}`, '[pgbouncer]'],
    ...[`listen_port = ${port}`, 'listen_addr = 127.0.0.1', 'unix_socket_dir =', 'auth_type = any'],
    // Two server connections for ten clients: each statement may use another one.
    ...['pool_mode = transaction', 'default_pool_size = 2', 'max_client_conn = 100'],
  ]
  const file = join(folder.path, 'pgbouncer.ini')
  await writeFile(file, settings.join('\n'))
  await chmod(folder.path, 0o755)
  // PgBouncer refuses to run as root.
  const asAnother = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const options = { ...asAnother, cwd: folder.path, stdio: 'ignore' } as const
  const server = new StoreProcess({ program: program ?? '', args: [file], options, port, signal: 'SIGINT' })
  await server.start()

  return {
    url: `postgresql://${username}@127.0.0.1:${port}${pathname}`,
    stop: async () => {
      await server.stop()
      await folder.remove()
    },
  }
}

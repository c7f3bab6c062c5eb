import { existsSync } from 'node:fs'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Obstacle } from '@/tests/support/needs'
import { StoreProcess } from '@/tests/support/store-process'
import { temporaryFolder } from '@/tests/support/temporary-folder'

const program = ['/usr/sbin/nginx', '/usr/bin/nginx', '/usr/local/bin/nginx'].find(existsSync)

export const nginxObstacle: Obstacle = program ? null : 'needs nginx: apt-get install nginx'

/**
 * An nginx with the default configuration: it sends the address of its upstream as `Host`, and not the one that the
 * browser requested.
 */
export async function startNginx(
  port: number,
  upstream: number,
  accessLog = 'off',
): Promise<{ stop: () => Promise<void> }> {
  const folder = await temporaryFolder()
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder.path, name)};`,
  )
  const server = `server { listen 127.0.0.1:${port}; location / { proxy_pass http://127.0.0.1:${upstream}; } }`
  const settings = [
    ...['daemon off;', 'worker_processes 1;', `pid ${join(folder.path, 'pid')};`, 'events {}'],
    ...['http {', `access_log ${accessLog};`, ...temporary, server, '}'],
  ]
  const file = join(folder.path, 'nginx.conf')
  await writeFile(file, settings.join('\n'))
  await chmod(folder.path, 0o777)
  const asAnother = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const options = { ...asAnother, cwd: folder.path, stdio: 'ignore' } as const
  const args = ['-c', file, '-p', folder.path, '-e', join(folder.path, 'error.log')]
  const proxy = new StoreProcess({ program: program ?? '', args, options, port, signal: 'SIGQUIT' })
  await proxy.start()

  return {
    stop: async () => {
      await proxy.stop()
      await folder.remove()
    },
  }
}

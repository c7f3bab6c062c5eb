import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { boot } from './process/boot'
import { live } from './process/lifetime'
import { loadEnvFiles } from './process/load-env-files'

/** `with-services.ts COMMAND ...`: runs a command with the services, and stops them afterwards. */
live(async (lifetime) => {
  const [command, ...args] = process.argv.slice(2)
  if (!command) throw new Error('Name a command to run')
  loadEnvFiles('development')
  const services = await boot({ dataDir: resolve('.data'), seed: 'never', lifetime })

  const env = { ...process.env, ...services.env }
  // On Windows the commands of node_modules/.bin are scripts for a shell.
  const child = spawn(command, args, { env, stdio: 'inherit', shell: process.platform === 'win32' })
  child.once('error', () => void lifetime.end(127))
  child.once('exit', (code) => void lifetime.end(code ?? 1))
})

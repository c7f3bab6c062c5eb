import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { boot } from './process/boot'
import { live } from './process/lifetime'
import { loadEnvFiles } from './process/load-env-files'
import { dataOption } from './process/options'

const howToAsk = 'npm run -s services -- --secrets'

/** Prints the variables of the services: with `--secrets` in full, otherwise masked, because terminal output ends up in logs. */
live(async (lifetime) => {
  const { values } = parseArgs({ options: { ...dataOption, secrets: { type: 'boolean', default: false } } })
  loadEnvFiles('development')
  // To standard error: standard output contains only the variables (`npm run -s services -- --secrets > .env.test`).
  const log = (line: string) => console.error(line)
  const services = await boot({ dataDir: resolve(values.data), seed: 'embedded', lifetime, log })

  for (const [name, value] of Object.entries(services.env)) {
    if (values.secrets) console.log(`${name}='${value}'`)
    else log(`${name}='${withoutSecret(name, value)}'`)
  }
  if (!values.secrets) log(`To print these lines with their secrets: ${howToAsk}`)
  if (!services.own) await lifetime.end(0)
  log('Ready. Ctrl-C stops the services.')
})

/** Values without a secret stay: an address except for its password, and a duration. */
function withoutSecret(name: string, value: string): string {
  if (name.endsWith('_MS')) return value
  if (!name.endsWith('_URL')) return '***'
  const { password } = new URL(value)
  return password ? value.replace(`:${password}@`, ':***@') : value
}

import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { boot } from './process/boot'
import { live } from './process/lifetime'
import { loadEnvFiles } from './process/load-env-files'
import { dataOption } from './process/options'

const howToAsk = 'npm run -s services -- --secrets'

/** `--secrets`: prints the environment lines that reach the services. Each may hold a password, and a terminal's text is kept in logs. */
live(async (lifetime) => {
  const { values } = parseArgs({ options: { ...dataOption, secrets: { type: 'boolean', default: false } } })
  loadEnvFiles('development')
  // To the other stream: what is printed here can be taken over as it is (`npm run -s services -- --secrets > .env.test`).
  const log = (line: string) => console.error(line)
  const services = await boot({ dataDir: resolve(values.data), seed: 'embedded', lifetime, log })

  if (values.secrets) for (const [name, value] of Object.entries(services.env)) console.log(`${name}='${value}'`)
  else log(`The environment lines hold secrets. To print them: ${howToAsk}`)
  if (!services.own) await lifetime.end(0)
  log('Ready. Ctrl-C stops the services.')
})

import { boot } from './process/boot'
import { live } from './process/lifetime'
import { loadEnvFiles } from './process/load-env-files'
import { readOptions } from './process/options'

live(async (lifetime) => {
  const { dataDir } = readOptions()
  loadEnvFiles('development')
  // To the other stream: what is printed here can be taken over as it is (`npm run -s services > .env.test`).
  const services = await boot({ dataDir, seed: 'embedded', log: (line) => console.error(line) })
  lifetime.onClose(services.close)

  for (const [name, value] of Object.entries(services.env)) console.log(`${name}='${value}'`)
  if (!services.own) await lifetime.end(0)
  console.error('Ready. Ctrl-C stops the services.')
})

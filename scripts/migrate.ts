import { boot } from './process/boot'
import { live } from './process/lifetime'
import { loadEnvFiles } from './process/load-env-files'
import { readOptions } from './process/options'

live(async (lifetime) => {
  const { dataDir } = readOptions()
  loadEnvFiles('development')
  await boot({ dataDir, seed: 'never', lifetime })
  console.log('The database is up to date.')
  await lifetime.end(0)
})

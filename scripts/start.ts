import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { live } from './process/lifetime'
import { loadEnvFiles } from './process/load-env-files'
import { readOptions, serverCommand, serverOf } from './process/options'
import { runApplication } from './process/run-application'

live(async (lifetime) => {
  const options = readOptions()
  const sources = loadEnvFiles('production')
  if (process.env.DATABASE_URL || process.env.UPSTASH_REDIS_REST_URL) console.log(sources)
  if (!existsSync(join(options.distDir, 'BUILD_ID')) || !existsSync(serverOf(options.distDir))) {
    throw new Error(`There is no build in ${options.distDir}: run "npm run build" first`)
  }
  const seed = process.env.SEED === 'on' ? 'always' : 'explain'
  const command = () => serverCommand(options.distDir)
  await runApplication({ mode: 'production', options, seed, command }, lifetime)
})

import { createRequire } from 'node:module'
import { live } from './process/lifetime'
import { loadEnvFiles } from './process/load-env-files'
import { rewriteNextLine } from './process/next-lines'
import { readOptions } from './process/options'
import { startResourceServer } from './process/resource-server' // feature: examples
import { runApplication } from './process/run-application'

/** `next dev` does not watch its parent: this stops it when the parent has ended, also after a crash. */
const followSupervisor = `data:text/javascript,process.once('disconnect',()=>process.kill(process.pid,'SIGTERM'))`

live(async (lifetime) => {
  const options = readOptions()
  loadEnvFiles('development')
  const next = createRequire(import.meta.url).resolve('next/dist/bin/next')
  const command = (port: number) => ['--import', followSupervisor, next, 'dev', '--port', String(port)]
  const seed = process.env.SEED === 'on' ? 'always' : 'embedded'
  await runApplication(
    {
      mode: 'development',
      options,
      seed,
      command,
      rewrite: rewriteNextLine,
      beside: startResourceServer, // feature: examples
    },
    lifetime,
  )
})

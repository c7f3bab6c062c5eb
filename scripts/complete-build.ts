import { cp, readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { bundle, bundleServer } from './process/bundle'
import { readOptions } from './process/options'

/**
 * After `next build`: writes the server that `npm start` runs, as JavaScript. With NEXT_OUTPUT=standalone it also makes
 * `.next/standalone` a folder that runs on Node alone: with the static files that Next leaves out, the start files, and the
 * migrations with their engine.
 */

const engine = 'node_modules/@prisma/schema-engine-wasm'

async function completeStandalone(distDir: string): Promise<void> {
  const folder = join(distDir, 'standalone')
  const copies = [
    [join(distDir, 'static'), join(folder, distDir, 'static')],
    ['prisma/schema', join(folder, 'prisma/schema')],
    ['prisma/migrations', join(folder, 'prisma/migrations')],
    [engine, join(folder, engine)],
  ] as const
  for (const [from, to] of copies) await cp(from, to, { recursive: true })
  await bundle({ files: ['scripts/standalone/serve.ts', 'scripts/standalone/migrate.ts'], folder })
  // Next copies `.env` files, which hold secrets, and writes a server that admits everything.
  const unwanted = (await readdir(folder)).filter((name) => name.startsWith('.env') || name === 'server.js')
  for (const name of unwanted) await rm(join(folder, name))
  console.log(`${basename(folder)}: complete in ${folder}`)
}

const { distDir } = readOptions()
if (process.env.NEXT_OUTPUT === 'standalone') await completeStandalone(distDir)
else await bundleServer('.', distDir)

import { cp, readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { readOptions } from './process/options'

/**
 * After `next build` with NEXT_OUTPUT=standalone: makes `.next/standalone` a folder that runs on Node alone. It gets what
 * Next leaves out (static files), the start files as JavaScript, and the migrations with their engine.
 */

const engine = 'node_modules/@prisma/schema-engine-wasm'

async function bundleStartFiles(folder: string): Promise<void> {
  await build({
    entryPoints: ['scripts/standalone/serve.ts', 'scripts/standalone/migrate.ts'],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'start/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    // Next is there already; the engine reads its WebAssembly from its own folder; pg asks for a native part that we never use.
    external: ['next', '@prisma/schema-engine-wasm', 'pg-native'],
    // Packages in CommonJS, as pg is, ask for Node's modules by `require`.
    banner: {
      js: "import { createRequire as ownRequire } from 'node:module'; const require = ownRequire(import.meta.url);",
    },
    logLevel: 'warning',
  })
}

async function complete(distDir: string): Promise<void> {
  const folder = join(distDir, 'standalone')
  const copies = [
    [join(distDir, 'static'), join(folder, distDir, 'static')],
    ['prisma/schema', join(folder, 'prisma/schema')],
    ['prisma/migrations', join(folder, 'prisma/migrations')],
    [engine, join(folder, engine)],
  ] as const
  for (const [from, to] of copies) await cp(from, to, { recursive: true })
  await bundleStartFiles(folder)
  // Next copies `.env` files, which hold secrets, and writes a server that admits everything.
  const unwanted = (await readdir(folder)).filter((name) => name.startsWith('.env') || name === 'server.js')
  for (const name of unwanted) await rm(join(folder, name))
  console.log(`${basename(folder)}: complete in ${folder}`)
}

if (process.env.NEXT_OUTPUT === 'standalone') await complete(readOptions().distDir)

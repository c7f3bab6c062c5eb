import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { serverOf } from './options'

interface Bundling {
  /** TypeScript files to start from; `serve.ts` becomes `serve.mjs`. */
  files: readonly string[]
  folder: string
}

/** Writes start files as plain JavaScript: the process that serves then needs no TypeScript loader. */
export async function bundle({ files, folder }: Bundling): Promise<void> {
  await build({
    entryPoints: [...files],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'start/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    // Next is there already; the engine reads its WebAssembly from its own folder; pg asks for a native part that is never used.
    external: ['next', '@prisma/schema-engine-wasm', 'pg-native'],
    // Packages in CommonJS, as pg is, ask for Node's modules by `require`.
    banner: {
      js: "import { createRequire as ownRequire } from 'node:module'; const require = ownRequire(import.meta.url);",
    },
    logLevel: 'warning',
  })
}

/** Moved into place when it is whole: another process may be starting from it. */
export async function bundleServer(tree: string, distDir: string): Promise<void> {
  const server = join(tree, serverOf(distDir))
  const folder = join(tree, distDir, `start-${process.pid}`)
  await bundle({ files: [join(tree, 'scripts/serve.ts')], folder })
  await mkdir(dirname(server), { recursive: true })
  await rename(join(folder, 'serve.mjs'), server)
  await rm(folder, { recursive: true })
}

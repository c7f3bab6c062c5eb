import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** Without development packages, prisma is not installed and the client cannot be generated. */
function findPrisma(): string | null {
  try {
    return require.resolve('prisma/build/index.js')
  } catch {
    return null
  }
}

const prisma = findPrisma()
if (prisma) {
  // `generate` never runs the schema engine, but downloads it first unless a file is named; any file will do.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' }
  const { status } = spawnSync(process.execPath, [prisma, 'generate', '--no-hints'], { env, stdio: 'inherit' })
  process.exitCode = status ?? 1
} else {
  console.log('prisma is not installed, so the client is not generated')
}

import { existsSync } from 'node:fs'

/** The files that Next reads in this mode, strongest first; like there, the environment itself is stronger. */
export function loadEnvFiles(mode: 'development' | 'production'): void {
  for (const file of [`.env.${mode}.local`, '.env.local', `.env.${mode}`, '.env']) {
    if (existsSync(file)) process.loadEnvFile(file)
  }
  // Empty means unset, here as in lib/env.ts; Next would otherwise keep the empty value over our own.
  for (const [name, value] of Object.entries(process.env)) if (value === '') delete process.env[name]
}

import { vi } from 'vitest'

/** A separate process: it loads the modules again and reads this environment only. */
export async function startProcess(environment: Record<string, string | undefined>) {
  vi.resetModules()
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  const { env } = await import('@/lib/env')
  env()
  vi.unstubAllEnvs()

  return {
    ...(await import('@/lib/addresses')),
    ...(await import('@/lib/session/deadlines')),
    ...(await import('@/lib/session/sealed/credential')),
    ...(await import('@/lib/session/bearer/access-token')),
    ...(await import('@/lib/session/bearer/keys')),
  }
}

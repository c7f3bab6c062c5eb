import { vi } from 'vitest'

/** A process of its own: the modules are loaded again and read this environment, whatever comes after. */
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

import { type Env, env } from '@/lib/env'

/** Runs with other settings, as a process deployed with them would. */
export async function withSettings<T>(settings: Partial<Env>, work: () => Promise<T>): Promise<T> {
  const deployed = { ...env() }
  Object.assign(env(), settings)
  try {
    return await work()
  } finally {
    Object.assign(env(), deployed)
  }
}

import { env, parseEnv } from '@/lib/env'

/*
 * A test opens sessions with the application's own code: same secrets, same stores. lib/env has one environment per
 * process, so a test file reaches the stores of one application.
 */

/** The settings of a running application, secrets included. */
export type Settings = Readonly<Record<string, string>>

interface Known {
  settings: Settings
  logFile: string
}

/** Keyed by origin: a visitor knows only an address. */
const known = new Map<string, Known>()
let reached: string | undefined
/** Variables that `reach` has set: a key of another deploy must not stay beside the keys of this one. */
let own: readonly string[] = []

export function registerApplication<T extends Known & { url: string }>(application: T): T {
  known.set(new URL(application.url).origin, application)
  return application
}

/**
 * From now on, use cases called in this process use the stores of the application at this address.
 * @throws when the file has used other stores before
 */
export function reach(url: string): void {
  const settings = known.get(new URL(url).origin)?.settings
  if (!settings) throw new Error(`no application of this run serves ${url}`)
  if (reached !== undefined && reached !== settings.DATABASE_URL) {
    throw new Error('a test file opens sessions of one application; log in to a second one through its form')
  }
  reached = settings.DATABASE_URL
  for (const name of own) delete process.env[name]
  own = Object.keys(settings)
  // The issuer is a claim of every token.
  Object.assign(process.env, { APP_URL: new URL(url).origin }, settings)
  // Resets settings that were read while the file was loaded.
  Object.assign(env(), parseEnv(process.env))
}

/** Whether use cases in this process use the stores of the application at this address. */
export function isReached(url: string): boolean {
  const settings = known.get(new URL(url).origin)?.settings
  return (
    settings !== undefined &&
    settings.DATABASE_URL === reached &&
    env().SESSION_PASSWORDS.join() === settings.SESSION_PASSWORDS
  )
}

/** The log file of the application at this address; null for a server that no test has started. */
export const logFileOf = (url: string): string | null => known.get(new URL(url).origin)?.logFile ?? null

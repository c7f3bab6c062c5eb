import { env, parseEnv } from '@/lib/env'

/*
 * A test opens sessions with the application's own code: same secrets, same stores. lib/env has one environment per
 * process, so a test file reaches the stores of one application.
 */

/** What a running application was started with, secrets included. */
export type Settings = Readonly<Record<string, string>>

interface Known {
  settings: Settings
  logFile: string
}

/** By origin: a visitor knows only an address. */
const known = new Map<string, Known>()
let reached: string | undefined
/** Names that `reach` has set: a key of another deploy must not stay beside the keys of this one. */
let own: readonly string[] = []

export function registerApplication<T extends Known & { url: string }>(application: T): T {
  known.set(new URL(application.url).origin, application)
  return application
}

/**
 * From here on, use cases called in this process work on the stores of the application at this address.
 * @throws when the file has reached other stores already
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
  // Tokens name their issuer.
  Object.assign(process.env, { APP_URL: new URL(url).origin }, settings)
  // Settings that were read while the file was loaded.
  Object.assign(env(), parseEnv(process.env))
}

/** Whether use cases in this process work on the stores of the application at this address. */
export function isReached(url: string): boolean {
  const settings = known.get(new URL(url).origin)?.settings
  return (
    settings !== undefined &&
    settings.DATABASE_URL === reached &&
    env().SESSION_PASSWORDS.join() === settings.SESSION_PASSWORDS
  )
}

/** Where the application at this address writes its log; null for a server that no test has started. */
export const logFileOf = (url: string): string | null => known.get(new URL(url).origin)?.logFile ?? null

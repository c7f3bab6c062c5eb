import { parseArgs } from 'node:util'
import { parseEnv } from '@/lib/env'
import { loadEnvFiles } from './process/load-env-files'
import {
  randomSecret,
  randomSigningKey, // model: bearer
} from './services/secrets'

/**
 * Prints new secrets, and the values for each step of a key rotation. Each step is one deploy: instances of the step
 * before and of the step after understand each other. With one variable per key, no step reads or repeats an old value.
 */

interface Keys {
  passwords: string[]
  keys: unknown[] // model: bearer
}

const step = {
  rotate: async <T>(list: readonly T[], fresh: () => T | Promise<T>) => [...list, await fresh()],
  promote: async <T>(list: readonly T[]) => [...list.slice(-1), ...list.slice(0, -1)],
  retire: async <T>(list: readonly T[]) => list.slice(0, -1),
} as const

/** For the values as lists. The first one seals and signs, all of them open and verify. */
async function rotated(name: keyof typeof step, current: Keys): Promise<Keys> {
  return {
    passwords: await step[name](current.passwords, randomSecret),
    keys: await step[name](current.keys, randomSigningKey), // model: bearer
  }
}

function print(lists: Keys): void {
  console.log(`SESSION_PASSWORDS='${lists.passwords.join(',')}'`)
  console.log(`JWT_KEYS='${JSON.stringify({ keys: lists.keys })}'`) // model: bearer
}

/** Only the keys matter here; the other variables get valid placeholders. */
function readCurrent(): Keys {
  const env = parseEnv({
    DATABASE_URL: 'postgresql://localhost/none',
    UPSTASH_REDIS_REST_URL: 'http://localhost',
    UPSTASH_REDIS_REST_TOKEN: 'none',
    SESSION_PASSWORDS: process.env.SESSION_PASSWORDS,
    JWT_KEYS: process.env.JWT_KEYS, // model: bearer
  })
  return {
    passwords: env.SESSION_PASSWORDS,
    keys: env.JWT_KEYS.keys.map((key) => ({ ...key, alg: 'ES256' })), // model: bearer
  }
}

/** A name for a key that sorts by age: `K20261128T1530`. */
const newId = (now = new Date()) => `K${now.toISOString().slice(0, 16).replaceAll(/[-:]/g, '')}`

/** Prints a new key as variables of its own, and the three steps of the rotation. */
async function printNewKey(): Promise<void> {
  const id = newId()
  console.log(`SESSION_PASSWORD_${id}='${randomSecret()}'`)
  // model: bearer
  const jwk = Buffer.from(JSON.stringify(await randomSigningKey())).toString('base64url')
  console.log(`JWT_KEY_${id}='${jwk}'`)
  // end
  console.log(`
# 1. Add the variables above and deploy. KEY_IN_USE stays as it is. If neither KEY_IN_USE nor the lists (SESSION_PASSWORDS, ...)
#    are set, set KEY_IN_USE to the old key first.
# 2. Set KEY_IN_USE='${id}' and deploy: new cookies and tokens use this key.
# 3. After IDLE_SECONDS (7 days by default), remove the variables of the old key and deploy.
# docs/deploy.md says what to do between the steps.`)
}

async function printFresh(): Promise<void> {
  print({
    passwords: [randomSecret()],
    keys: [await randomSigningKey()], // model: bearer
  })
  console.log(`CRON_SECRET='${randomSecret()}'`)
  console.log(`RESOURCE_SERVER_SECRET='${randomSecret()}'`) // feature: tokens
}

const option = { type: 'boolean', default: false } as const

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rotate: option, promote: option, retire: option, add: option } })
  const [wanted, another] = (['rotate', 'promote', 'retire', 'add'] as const).filter((name) => values[name])
  if (another) throw new Error(`One step at a time, each with its own deploy: --${wanted} or --${another}`)
  if (wanted === 'add') return printNewKey()
  if (!wanted) return printFresh()

  loadEnvFiles('production')
  if (!process.env.SESSION_PASSWORDS) {
    throw new Error('SESSION_PASSWORDS is not set here. Use --add, which needs no old value.')
  }
  const current = readCurrent()
  const numbers = Object.values(current).map((list) => list.length)
  if (wanted !== 'rotate' && Math.min(...numbers) < 2) {
    throw new Error(`There is only one key: --rotate and deploy first, then --${wanted}`)
  }
  print(await rotated(wanted, current))
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})

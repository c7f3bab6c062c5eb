import { parseArgs } from 'node:util'
import { parseEnv } from '@/lib/env'
import { loadEnvFiles } from './process/load-env-files'
import { randomSecret, randomSigningKey } from './services/secrets'

/**
 * Prints fresh secrets, and what each step of a key rotation sets. Each step is one deploy: instances of the step before and of the step
 * after understand each other. With a variable for each key, no step reads or repeats an old value.
 */

type Keys = { passwords: string[]; keys: unknown[] }

/** For both values as lists. The first one makes, all of them open and verify. */
const steps = {
  rotate: async ({ passwords, keys }: Keys) => ({
    passwords: [...passwords, randomSecret()],
    keys: [...keys, await randomSigningKey()],
  }),
  promote: async ({ passwords, keys }: Keys) => ({
    passwords: [...passwords.slice(-1), ...passwords.slice(0, -1)],
    keys: [...keys.slice(-1), ...keys.slice(0, -1)],
  }),
  retire: async ({ passwords, keys }: Keys) => ({ passwords: passwords.slice(0, -1), keys: keys.slice(0, -1) }),
} as const

function print({ passwords, keys }: Keys): void {
  console.log(`SESSION_PASSWORDS='${passwords.join(',')}'`)
  console.log(`JWT_KEYS='${JSON.stringify({ keys })}'`)
}

/** Of all variables only these two matter here; the others get values that pass. */
function readCurrent(): Keys {
  const { SESSION_PASSWORDS, JWT_KEYS } = process.env
  const env = parseEnv({
    DATABASE_URL: 'postgresql://localhost/none',
    UPSTASH_REDIS_REST_URL: 'http://localhost',
    UPSTASH_REDIS_REST_TOKEN: 'none',
    SESSION_PASSWORDS,
    JWT_KEYS,
  })
  return { passwords: env.SESSION_PASSWORDS, keys: env.JWT_KEYS.keys.map((key) => ({ ...key, alg: 'ES256' })) }
}

/** A name for a key that sorts by age: `K20261128T1530`. */
const newId = (now = new Date()) => `K${now.toISOString().slice(0, 16).replaceAll(/[-:]/g, '')}`

/** A new key under names of its own, and the two steps that follow. */
async function printNewKey(): Promise<void> {
  const id = newId()
  const jwk = Buffer.from(JSON.stringify(await randomSigningKey())).toString('base64url')
  console.log(`SESSION_PASSWORD_${id}='${randomSecret()}'`)
  console.log(`JWT_KEY_${id}='${jwk}'`)
  console.log('')
  console.log(
    '# 1. Add these two variables and deploy. KEY_IN_USE stays as it is. If no KEY_IN_USE is set and SESSION_PASSWORDS and',
  )
  console.log('#    JWT_KEYS are not set either, set KEY_IN_USE to the old key first.')
  console.log(`# 2. Set KEY_IN_USE='${id}' and deploy: new cookies and tokens use this key.`)
  console.log('# 3. After ABSOLUTE_SECONDS (30 days by default), remove the variables of the old key and deploy.')
}

const option = { type: 'boolean', default: false } as const

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rotate: option, promote: option, retire: option, add: option } })
  const [step, another] = (['rotate', 'promote', 'retire', 'add'] as const).filter((name) => values[name])
  if (another) throw new Error(`One step at a time, each with its own deploy: --${step} or --${another}`)
  if (step === 'add') return printNewKey()
  if (!step) {
    print({ passwords: [randomSecret()], keys: [await randomSigningKey()] })
    console.log(`CRON_SECRET='${randomSecret()}'`)
    console.log(`RESOURCE_SERVER_SECRET='${randomSecret()}'`)
    return
  }
  loadEnvFiles('production')
  if (!process.env.SESSION_PASSWORDS && !process.env.JWT_KEYS) {
    throw new Error('SESSION_PASSWORDS and JWT_KEYS cannot be read here. Use --add, which needs no old value.')
  }
  const current = readCurrent()
  if (step !== 'rotate' && Math.min(current.passwords.length, current.keys.length) < 2) {
    throw new Error(`There is only one key: --rotate and deploy first, then --${step}`)
  }
  print(await steps[step](current))
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})

import { parseArgs } from 'node:util'
import { parseEnv } from '@/lib/env'
import { loadEnvFiles } from './process/load-env-files'
import { randomSecret, randomSigningKey } from './services/secrets'

type Keys = { passwords: string[]; keys: unknown[] }

/** The first one makes, all of them open and verify: each step may be deployed while its neighbour still runs. */
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

const option = { type: 'boolean', default: false } as const

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rotate: option, promote: option, retire: option } })
  const [step, another] = (['rotate', 'promote', 'retire'] as const).filter((name) => values[name])
  if (another) throw new Error(`One step at a time, each with its own deploy: --${step} or --${another}`)
  if (!step) {
    print({ passwords: [randomSecret()], keys: [await randomSigningKey()] })
    console.log(`CRON_SECRET='${randomSecret()}'`)
    console.log(`RESOURCE_SERVER_SECRET='${randomSecret()}'`)
    return
  }
  loadEnvFiles('production')
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

import { issuer } from '@/lib/addresses'
import { askPostgres } from '@/lib/db/client'
import { pingPostgres } from '@/lib/db/ping'
import { EnvironmentError, env } from '@/lib/env'
import { resolve } from '@/lib/env-sources'
import { UnavailableError } from '@/lib/errors'
import { pingRedis } from '@/lib/session/redis'
import { requireDirectConnection } from './database/apply-migrations'
import { listMigrations } from './database/migration-folder'
import { loadEnvFiles } from './process/load-env-files'

/** `npm run doctor`: reads the environment as `npm start` does, reaches the stores, and names what is wrong and what to do. */

type Check = { name: string; run: () => Promise<string> }

/** Thrown by a check: what is wrong, and what to do. */
class Finding extends Error {}

const hostOf = (address: string) => new URL(address).host

async function reach(store: string, address: string, ping: () => Promise<void>): Promise<string> {
  try {
    await ping()
    return `answers at ${hostOf(address)}`
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    throw new Finding(
      error.advice ?? `${store} does not answer at ${hostOf(address)}: check the address and the network.`,
    )
  }
}

async function checkMigrations(): Promise<string> {
  const { migrationUrl = env().DATABASE_URL } = resolve(process.env)
  try {
    await requireDirectConnection(migrationUrl)
  } catch (error) {
    throw new Finding(error instanceof Error ? error.message : String(error))
  }
  const rows = await askPostgres(
    (database) => database.$queryRaw<{ name: string }[]>`
      SELECT migration_name AS name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL`,
  )
  const names = listMigrations().migrationDirectories.map(({ path }) => path)
  const pending = names.filter((name) => !rows.some((row) => row.name === name))
  if (pending.length > 0) throw new Finding(`Not applied: ${pending.join(', ')}. Run "npm run db:migrate".`)
  return `all ${names.length} applied`
}

async function checkApplication(): Promise<string> {
  const address = `${issuer()}/api/health`
  const response = await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(10_000) }).catch(() => null)
  if (!response) throw new Finding(`Nothing answers at ${address}: start it, or correct APP_URL.`)
  const health: unknown = await response.json().catch(() => null)
  if (response.status === 200) return `healthy at ${issuer()}`
  if (health === null)
    throw new Finding(
      `${address} answers ${response.status}, and not as this application: something stands in front of it.`,
    )
  throw new Finding(`${address} answers ${response.status}: ${JSON.stringify(health)}. Its log says why.`)
}

const checks: readonly Check[] = [
  { name: 'PostgreSQL', run: () => reach('PostgreSQL', env().DATABASE_URL, pingPostgres) },
  { name: 'Migrations', run: checkMigrations },
  {
    name: 'Redis',
    run: async () =>
      `${await reach('Redis', env().UPSTASH_REDIS_REST_URL, pingRedis)}, keys begin with ${env().REDIS_PREFIX}`,
  },
  { name: 'Application', run: checkApplication },
]

/** @returns whether it is as it should be */
async function examine({ name, run }: Check): Promise<boolean> {
  try {
    console.log(`ok     ${name}: ${await run()}`)
    return true
  } catch (error) {
    if (!(error instanceof Finding || error instanceof UnavailableError)) throw error
    console.log(`wrong  ${name}: ${error.message}`)
    return false
  }
}

async function main(): Promise<number> {
  console.log(loadEnvFiles('production'))
  try {
    env()
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error
    console.log(`wrong  ${error.message}`)
    console.log('"npm run keys" prints fresh secrets. "npm run dev" needs none of these: it starts its own stores.')
    return 1
  }
  console.log('ok     Environment: every value is valid')
  let findings = 0
  for (const check of checks) if (!(await examine(check))) findings += 1
  return findings === 0 ? 0 : 1
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)

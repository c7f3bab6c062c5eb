import { issuer } from '@/lib/addresses'
import { askPostgres, pingPostgres } from '@/lib/db/client'
import { findLogin } from '@/lib/db/users' // feature: required-factor
import { EnvironmentError, env } from '@/lib/env'
import { resolve } from '@/lib/env-sources'
import { UnavailableError } from '@/lib/errors'
import { pingMail } from '@/lib/server/mail/smtp' // feature: mail
import { countSeals } from '@/lib/server/second-factor/reseal' // feature: second-factor
import { resetFactors } from '@/lib/server/second-factor/reset' // feature: required-factor
import { pingRedis } from '@/lib/session/redis'
import { nowInSeconds } from '@/lib/time' // feature: required-factor
import { requireDirectConnection } from './database/apply-migrations'
import { listMigrations } from './database/migration-folder'
import { loadEnvFiles } from './process/load-env-files'

/** `npm run doctor`: reads the environment as `npm start` does, connects to the stores, and prints each problem with what to do. */

type Check = { name: string; run: () => Promise<string> }

/** Thrown by a check: the problem, and what to do. */
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

// feature: mail
async function checkMail(): Promise<string> {
  const { SMTP_URL } = env()
  if (!SMTP_URL) return 'off, because SMTP_URL is not set: a user who has forgotten the password gets no link'

  try {
    await pingMail()
    return `answers at ${hostOf(SMTP_URL)}`
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    throw new Finding(
      `The mail server at ${hostOf(SMTP_URL)} does not accept the connection (${code}): check SMTP_URL.`,
    )
  }
}

// end
// feature: second-factor
/** `npm run doctor -- --reseal`: also seals again what an older password has sealed. */
const isResealing = process.argv.includes('--reseal')

function unlessUnreadable(error: unknown): never {
  if (error instanceof UnavailableError) throw error
  throw new Finding('The table of the apps cannot be read: run "npm run db:migrate".')
}

// feature: required-factor
/** `npm run doctor -- --reset-factors EMAIL`: for a user whom no admin can help, for example the only admin. */
const resetAt = process.argv.indexOf('--reset-factors')

async function resetFactorsOf(email = ''): Promise<string> {
  const user = await findLogin(email)
  if (!user) throw new Finding(`No active account has the address "${email}". Nothing was changed.`)

  const outcome = await resetFactors(user.access.userId, nowInSeconds())
  if (outcome === 'unknown') throw new Finding('The account was deleted meanwhile.')
  if (outcome === 'unchanged') return `${email} has no second factor: nothing was changed`
  if (outcome === 'ended')
    return `the factors and recovery codes of ${email} are deleted, every session has ended, and the password alone logs in`
  throw new Finding(
    'The factors are deleted, but that the sessions have ended could not be published to Redis. Run this again.',
  )
}

// end
/** A seal password may be retired when no secret of an authenticator app needs it any more. */
async function checkSeals(): Promise<string> {
  const { newest, older, none } = await countSeals({ again: isResealing }).catch(unlessUnreadable)
  const lost = none > 0 ? `, by a retired one: ${none}, whose users need a recovery code` : ''
  const secrets = `secrets sealed by the newest password: ${newest}, by an older one: ${older}${lost}`
  return older === 0 ? secrets : `${secrets}. Before you retire it, run "npm run doctor -- --reseal"`
}

// end
async function checkApplication(): Promise<string> {
  const address = `${issuer()}/api/health`
  const response = await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(10_000) }).catch(() => null)
  if (!response) throw new Finding(`There is no answer from ${address}: start the application, or correct APP_URL.`)
  const health: unknown = await response.json().catch(() => null)
  if (response.status === 200) return `healthy at ${issuer()}`
  if (health === null)
    throw new Finding(
      `${address} answers ${response.status}, but the answer is not from this application: check the proxy in front of it.`,
    )
  throw new Finding(`${address} answers ${response.status}: ${JSON.stringify(health)}. Read its log for the reason.`)
}

const checks: readonly Check[] = [
  { name: 'PostgreSQL', run: () => reach('PostgreSQL', env().DATABASE_URL, pingPostgres) },
  { name: 'Migrations', run: checkMigrations },
  {
    name: 'Redis',
    run: async () =>
      `${await reach('Redis', env().UPSTASH_REDIS_REST_URL, pingRedis)}, keys begin with ${env().REDIS_PREFIX}`,
  },
  { name: 'Mail', run: checkMail }, // feature: mail
  { name: 'Authenticator apps', run: checkSeals }, // feature: second-factor
  { name: 'Application', run: checkApplication },
]

/** @returns whether the check has passed */
async function examine({ name, run }: Check): Promise<boolean> {
  try {
    console.log(`ok     ${name}: ${await run()}`)
    return true
  } catch (error) {
    if (!(error instanceof Finding || error instanceof UnavailableError)) throw error
    const advice = error instanceof UnavailableError ? error.advice : null
    console.log(`wrong  ${name}: ${advice ?? error.message}`)
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
    console.log(
      '"npm run keys" prints new secrets. "npm run dev" needs none of these variables: it starts its own stores.',
    )
    return 1
  }
  console.log('ok     Environment: every value is valid')
  // feature: required-factor
  if (resetAt > 0) {
    const run = () => resetFactorsOf(process.argv[resetAt + 1])
    return (await examine({ name: 'Second factor', run })) ? 0 : 1
  }
  // end
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

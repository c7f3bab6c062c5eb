import { claimServices } from './claim'
import { fromDevelopmentPackages } from './development-packages'
import {
  claimFileOf,
  databaseFolderOf,
  isFolderLost,
  mailboxFolderOf, // feature: mail
  secretsFileOf,
  watchFolder,
} from './folder'
import { makePrivateFolder } from './private-file'
import { loadSecrets } from './secrets'

const POSTGRES_PORT = 54_321
const UPSTASH_PORT = 8079
const SMTP_PORT = 1025 // feature: mail

const ADDRESSES = ['DATABASE_URL', 'UPSTASH_REDIS_REST_URL'] as const
const SECRETS = [
  'SESSION_PASSWORDS',
  'JWT_KEYS', // model: bearer
  'CRON_SECRET',
] as const

type Variables = Record<string, string>
type Environment = Readonly<Record<string, string | undefined>>

export type Options = {
  /** Absolute path of the folder for the data that must survive: database, secrets. */
  dataDir: string
  /** Only services and secrets without a value here are started or created. */
  env: Environment
  log: (line: string) => void
  /** Runs when the services answer, before another process may use them. */
  prepare?: (env: Variables, redis: RedisState) => Promise<void>
  /** Runs once when the folder is deleted, or claimed by another process, while the services use it. */
  onLost?: (message: string) => void
}

/** `forgotten`: started just now, in memory, without the earlier revocations. */
type RedisState = 'forgotten' | 'kept'

/** `env` contains the variables that were missing. `own` is false when another process serves them. */
export type Services = { env: Variables; own: boolean; close(): Promise<void> }

/** Keys in variables of their own replace both lists: generated lists would seal and sign instead, with other keys per machine. */
function isGiven(env: Environment, name: string): boolean {
  const isKeyList = name === 'SESSION_PASSWORDS' || name === 'JWT_KEYS'
  return Boolean(env[name]) || (isKeyList && Object.keys(env).some((own) => own.startsWith('SESSION_PASSWORD_')))
}

/** `isLost` in `close`: the folder is no longer ours, so nothing is written to it. */
type Own = { env: Variables; redis: RedisState; close(isLost: boolean): Promise<void> }

async function startOwn({ dataDir, env, log }: Options): Promise<Own> {
  const {
    UPSTASH_REDIS_REST_TOKEN,
    EMBEDDED_POSTGRES_PASSWORD: password,
    ...secrets
  } = await loadSecrets(secretsFileOf(dataDir))
  const added: Variables = Object.fromEntries(Object.entries(secrets).filter(([name]) => !isGiven(env, name)))
  const closers: Array<(isLost: boolean) => Promise<void>> = []

  if (!env.DATABASE_URL) {
    const folder = databaseFolderOf(dataDir)
    const { startPostgres } = await fromDevelopmentPackages(() => import('./postgres/start-postgres'))
    const postgres = await startPostgres({ folder, port: POSTGRES_PORT, password })
    log(`Postgres: embedded (PGlite), ${folder}, 127.0.0.1:${postgres.port}`)
    added.DATABASE_URL = postgres.url
    closers.push(postgres.close)
  }
  if (!env.UPSTASH_REDIS_REST_URL) {
    if (env.EMBEDDED_REDIS_URL?.startsWith('rediss:')) {
      throw new Error('EMBEDDED_REDIS_URL: must be a redis:// address nearby. For a hosted Redis use its REST address.')
    }
    const token = env.UPSTASH_REDIS_REST_TOKEN || UPSTASH_REDIS_REST_TOKEN
    const { startUpstash } = await fromDevelopmentPackages(() => import('./upstash/start-upstash'))
    const upstash = await startUpstash({ token, port: UPSTASH_PORT, redisUrl: env.EMBEDDED_REDIS_URL || undefined })
    log(`Upstash: embedded ${upstash.backend}, 127.0.0.1:${upstash.port}`)
    added.UPSTASH_REDIS_REST_URL = upstash.url
    added.UPSTASH_REDIS_REST_TOKEN = token
    // It shares the cores with a compiler, so half a second may be too short.
    if (!env.REDIS_TIMEOUT_MS) added.REDIS_TIMEOUT_MS = '5000'
    closers.push(upstash.close)
  }
  // feature: mail
  // Never beside real stores alone, where the development packages may not be installed.
  if (!env.SMTP_URL && closers.length > 0) {
    const { startMailbox } = await fromDevelopmentPackages(() => import('./mail/start-mailbox'))
    const mailbox = await startMailbox({ folder: mailboxFolderOf(dataDir), port: SMTP_PORT })
    log(`Mail: embedded SMTP server, ${mailbox.folder}, 127.0.0.1:${mailbox.port}`)
    Object.assign(added, { SMTP_URL: mailbox.url, MAILBOX_FOLDER: mailbox.folder })
    closers.push(mailbox.close)
  }
  // end
  const redis = env.UPSTASH_REDIS_REST_URL || env.EMBEDDED_REDIS_URL ? 'kept' : 'forgotten'
  return { env: added, redis, close: async (isLost) => void (await Promise.all(closers.map((close) => close(isLost)))) }
}

/** The missing variables, from the services of another process. */
function fromHolder(theirs: Variables, pid: number, { env, dataDir, log }: Options): Services {
  const missing = ADDRESSES.filter((name) => !env[name] && !theirs[name])
  if (missing.length > 0) {
    throw new Error(`Process ${pid} serves ${dataDir} without ${missing.join(' and ')}: stop it, or use another --data`)
  }
  log(`Services: those of process ${pid} in ${dataDir}`)
  const added = Object.fromEntries(Object.entries(theirs).filter(([name]) => !isGiven(env, name)))
  return { env: added, own: false, close: async () => undefined }
}

const lost = (dataDir: string) =>
  `${dataDir} was deleted while this process used it, so the process stops. The next start makes a new database. To delete the data of a stopped application, use "npm run reset".`

/** Starts the services that have no address in the environment, and creates the secrets that are missing. */
export async function startServices(options: Options): Promise<Services> {
  const { dataDir, env, prepare, onLost } = options
  if ([...ADDRESSES, ...SECRETS].every((name) => isGiven(env, name))) {
    await prepare?.({}, 'kept')
    return { env: {}, own: false, close: async () => undefined }
  }
  makePrivateFolder(dataDir)
  const claim = await claimServices(claimFileOf(dataDir))
  if (claim.kind === 'taken') {
    const services = fromHolder(claim.env, claim.pid, options)
    await prepare?.(services.env, 'kept')
    return services
  }
  let close = claim.release
  try {
    const { redis, ...services } = await startOwn(options)
    const isLost = () => isFolderLost({ dataDir, claim, hasDatabase: Boolean(services.env.DATABASE_URL) })
    close = () => services.close(isLost()).finally(claim.release)
    await prepare?.(services.env, redis)
    claim.publish(services.env)
    if (onLost) watchFolder(isLost, () => onLost(lost(dataDir)))
    return { ...services, own: true, close }
  } catch (error) {
    await close()
    throw error
  }
}

import { betterAuth } from 'better-auth'
import { Pool } from 'pg'
import { setting } from '@/lib/account'

const pool = new Pool({ connectionString: setting('DATABASE_URL'), max: 10 })

/** As its documentation sets it up, but for the rate limit, which would refuse the measurement. */
const common = {
  baseURL: setting('PEERS_URL'),
  secret: setting('PEERS_SECRET'),
  database: pool,
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { level: 'error' },
} as const

/** Each check asks the session table. */
export const withTable = betterAuth({
  ...common,
  basePath: '/api/better-auth-table',
  advanced: { cookiePrefix: 'better-auth-table' },
})

/** A check reads a signed cookie, for its default of five minutes, and then the session table again. */
export const withCache = betterAuth({
  ...common,
  basePath: '/api/better-auth-cache',
  advanced: { cookiePrefix: 'better-auth-cache' },
  session: { cookieCache: { enabled: true } },
})

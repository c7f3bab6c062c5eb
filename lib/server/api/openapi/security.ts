import 'server-only'
import { cookieNames } from '@/lib/session/cookies'
import type { Permission } from '@/lib/session/permissions'

/** Any one of these is enough. */
export type Security = readonly Readonly<Record<string, readonly string[]>>[]

const cookieSchemes = {
  sealed: 'The session itself, encrypted and authenticated.', // model: sealed
  stored: 'A reference to a session in the database.', // model: stored
  signed: 'An access token. Expires; then the refresh token decides.', // model: signed
  refresh: 'A refresh token, by which the session is renewed on its way.', // model: signed
} as const satisfies Record<keyof typeof cookieNames, string>

const sessionCookies = Object.entries(cookieSchemes).map(
  ([name, description]) => [name, { type: 'apiKey', in: 'cookie', name: nameOf(name), description }] as const,
)

function nameOf(scheme: string): string {
  return Object.entries(cookieNames).find(([name]) => name === scheme)?.[1] ?? scheme
}

export const securitySchemes = {
  ...Object.fromEntries(sessionCookies),
  // feature: tokens
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'An access token (RFC 9068) of POST /api/token. Never in the address (RFC 6750, section 2.3).',
  },
  resourceServer: {
    type: 'http',
    scheme: 'basic',
    description:
      'Id and secret of the registered resource server, each encoded as in a form (RFC 6749, section 2.3.1).',
  },
  // end
  cronSecret: { type: 'http', scheme: 'bearer', description: 'The deployment’s CRON_SECRET.' },
}

export const nobody: Security = []
export const bySession: Security = sessionCookies.map(([name]) => ({ [name]: [] }))
export const byResourceServer: Security = [{ resourceServer: [] }] // feature: tokens
export const byCron: Security = [{ cronSecret: [] }]

/** By the cookie of a session or by a token; either must allow this. */
export const byCaller = (permission?: Permission): Security => [
  ...bySession,
  { bearer: permission === undefined ? [] : [permission] }, // feature: tokens
]

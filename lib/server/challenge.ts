import 'server-only'
import type { Permission } from '@/lib/session/permissions'

interface Challenge {
  error?: 'invalid_request' | 'invalid_token' | 'insufficient_scope'
  description?: string
  /** What a token must allow to be accepted here. */
  scope?: Permission | undefined
}

/** The `WWW-Authenticate` of a resource (RFC 6750, section 3). */
export function challenge({ error, description, scope }: Challenge): string {
  const parameters = Object.entries({ error, error_description: description, scope })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}="${value}"`)
  return ['Bearer', parameters.join(', ')].filter(Boolean).join(' ')
}

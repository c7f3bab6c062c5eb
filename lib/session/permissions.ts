/** Who may do what: the one table. Runs anywhere. Also the `scope` of an access token (RFC 9068, section 2.2.3). */

import type { Role } from '@/lib/session/session'

const permissions = {
  member: ['notes:read'],
  editor: ['notes:read', 'notes:write'],
  admin: ['notes:read', 'notes:write', 'users:read', 'users:write'],
} as const satisfies Record<Role, readonly string[]>

export function permissionsOf(role: Role): readonly string[] {
  return permissions[role]
}

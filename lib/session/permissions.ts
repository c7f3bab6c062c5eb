/** The only table of permissions by role. Runs anywhere. Also the `scope` of an access token (RFC 9068, section 2.2.3). */

import type { Role } from '@/lib/session/session'

export const permissionNames = [
  'notes:read',
  'notes:write',
  'users:read',
  'users:write',
  'audit:read',
  /** To revoke all sessions of the site at once. */
  'site:cut_off',
] as const
export type Permission = (typeof permissionNames)[number]

const permissions: Readonly<Record<Role, readonly Permission[]>> = {
  member: ['notes:read'],
  editor: ['notes:read', 'notes:write'],
  admin: ['notes:read', 'notes:write', 'users:read', 'users:write', 'audit:read', 'site:cut_off'],
}

export function permissionsOf(role: Role): readonly Permission[] {
  return permissions[role]
}

export function isPermitted(role: Role, permission: Permission): boolean {
  return permissions[role].includes(permission)
}

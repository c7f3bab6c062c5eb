import type { AuditKind } from '@/lib/server/list-audit-events'

export const kindNames: Readonly<Record<AuditKind, string>> = {
  signup: 'Signup',
  login: 'Login',
  login_failed: 'Failed login',
  logout: 'Logout',
  step_up: 'Password proved again',
  step_up_failed: 'Password not proved',
  renewal_refused: 'Renewal refused',
  refresh_reused: 'Refresh token reused',
  revoked: 'Session revoked',
  others_cut_off: 'Other sessions ended',
  cut_off: 'Logged out everywhere',
  everyone_cut_off: 'Everyone logged out',
  name_changed: 'Name changed',
  password_changed: 'Password changed',
  role_changed: 'Role changed',
  disabled: 'Account disabled',
  enabled: 'Account enabled',
  account_deleted: 'Account deleted',
}

/** A kind that an older version wrote is shown as it is. */
export const nameOfKind = (kind: string) => Object.entries(kindNames).find(([key]) => key === kind)?.[1] ?? kind

import type { AccessClaims } from '@/lib/session/bearer/access-token'
import type { SealedClaims } from '@/lib/session/sealed/credential'
import type { RefreshClaims } from '@/lib/session/signed/credential'
import type { StoredClaims } from '@/lib/session/stored/credential'
import { days, minutes } from '@/lib/time'

/** The clock of the whole suite is fixed here. */
export const now = 1_800_000_000

export const counters = { generation: 3, siteGeneration: 2, accessVersion: 4 } as const

/** The claims of every credential of the one session of this suite. */
export const reference = {
  ...counters,
  sessionId: 'session-1',
  userId: 'user-1',
  startedAt: now - 100,
  authenticatedAt: now - 100,
  amr: ['pwd'],
  issuedAt: now,
  persistent: true,
  idleUntil: now + days(7),
  endsAt: now + days(30),
} as const

export const sealedClaims: SealedClaims = { ...reference, role: 'member', data: { visits: 1, note: 'hello' } }
export const storedClaims: StoredClaims = { ...reference, secret: 'the secret of the row' }
export const refreshClaims: RefreshClaims = { ...reference, token: 'the refresh token' }

export const accessClaims: AccessClaims = {
  ...counters,
  sessionId: reference.sessionId,
  userId: reference.userId,
  role: 'member',
  authenticatedAt: reference.authenticatedAt,
  amr: reference.amr,
  issuedAt: now,
  expiresAt: now + minutes(5),
  span: null,
}

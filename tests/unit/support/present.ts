import type { IssuedCookie } from '@/lib/session/cookies'
import { freshUntilFrom } from '@/lib/session/deadlines'
import type { Model } from '@/lib/session/models'
import type { Presented } from '@/lib/session/presented'
import { issueSealed } from '@/lib/session/sealed/credential'
import type { RefreshClaims } from '@/lib/session/signed/credential'
import { issueSigned } from '@/lib/session/signed/credential'
import { issueStored } from '@/lib/session/stored/credential'
import { accessClaims, now, refreshClaims, sealedClaims, storedClaims } from './claims'

type Change = Partial<Omit<RefreshClaims, 'token'>>

/** The cookies of a login by this model, with the changes that a test needs. */
export const issue: Record<Model, (change?: Change) => Promise<IssuedCookie[]>> = {
  sealed: async (change) => [await issueSealed({ ...sealedClaims, ...change }, now)],
  stored: async (change) => [await issueStored({ ...storedClaims, ...change }, now)],
  signed: async (change) => {
    const refresh = { ...refreshClaims, ...change }
    const expiresAt = freshUntilFrom(refresh)
    return issueSigned({ ...accessClaims, ...change, expiresAt }, refresh, now)
  },
}

/** The cookies of the browser's next request. */
export function present(...cookies: readonly IssuedCookie[]): Presented {
  return { authorization: null, cookies: Object.fromEntries(cookies.map(({ name, value }) => [name, value])) }
}

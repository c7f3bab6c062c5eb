import { issueSealed, openSealed } from '@/lib/session/sealed/credential'
import { issueRefresh, openRefresh } from '@/lib/session/signed/credential'
import { issueStored, openStored } from '@/lib/session/stored/credential'
import { now, refreshClaims, sealedClaims, storedClaims } from './claims'

/** The three seals, each with its claims and its sealing and opening functions. */
export const seals = [
  {
    purpose: 'sealed',
    claims: sealedClaims,
    make: async () => (await issueSealed(sealedClaims, now)).value,
    open: async (value: string) => (await openSealed(value))?.claims ?? null,
  },
  {
    purpose: 'stored',
    claims: storedClaims,
    make: async () => (await issueStored(storedClaims, now)).value,
    open: async (value: string) => (await openStored(value))?.claims ?? null,
  },
  {
    purpose: 'refresh',
    claims: refreshClaims,
    make: async () => (await issueRefresh(refreshClaims, now)).value,
    open: openRefresh,
  },
] as const

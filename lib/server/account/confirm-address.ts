// feature: mail (this file)
import 'server-only'
import { type ChangedAddress, changeAddressRow, verifyAddressRow } from '@/lib/db/mail/addresses'
import { findLinkPurpose, type Hash } from '@/lib/db/mail/links'
import type { Addresses } from '@/lib/db/mail/recover'
import type { Access } from '@/lib/db/users'
import { newSecret, sha256 } from '@/lib/ids'
import type { TooMany } from '@/lib/server/limits/bucket'
import { rememberDevice } from '@/lib/server/limits/device'
import { type Guesser, takeRecoveryCode } from '@/lib/server/limits/guess'
import { toRow, undoLifetime } from '@/lib/server/mail/letters'
import { orUnavailable } from '@/lib/server/or-unavailable'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import { tell } from '@/lib/server/sessions/end'
import { getStandingAccess, rotateSessionId } from '@/lib/server/sessions/issue'
import type { IssuedCookie } from '@/lib/session/cookies'
import { raiseGeneration } from '@/lib/session/revocation/write'
import { toDate } from '@/lib/time'

/**
 * `wrong_code`: unknown, used, expired, replaced by a newer one, or overtaken by another event.
 * `unfinished`: changed, but not published to Redis. `isKept`: the visitor stays logged in.
 */
export type Confirmation =
  | { outcome: 'verified' | 'wrong_code' }
  | { outcome: 'changed' | 'unfinished'; isKept: boolean; cookies: readonly IssuedCookie[] }
  | TooMany

/**
 * Uses the code of a link that was sent to an address: verifies the address, or gives it to the account. The code decides,
 * so this works without a session, and in a session of another account.
 * @param visitor whose session goes on after a change, if it is one of the account @throws {UnavailableError}
 */
export async function confirmAddress(
  code: string,
  visitor: AllowedVisitor | null,
  by: Guesser,
  now: number,
): Promise<Confirmation> {
  const place = await takeRecoveryCode(by.client)
  if (place.outcome === 'too_many') return place

  const codeHash = sha256(code)
  const purpose = await findLinkPurpose(codeHash)
  if (purpose === 'verify')
    return { outcome: (await verifyAddressRow(codeHash, by.client)) ? 'verified' : 'wrong_code' }
  if (purpose !== 'change') return { outcome: 'wrong_code' }
  return changeAddress(codeHash, visitor, by, now)
}

async function changeAddress(
  codeHash: Hash,
  visitor: AllowedVisitor | null,
  by: Guesser,
  now: number,
): Promise<Confirmation> {
  const access = visitor && (await getStandingAccess(visitor.credential))
  const undoCode = newSecret()
  const changed = await changeAddressRow({
    codeHash,
    keeping: visitor && access && { ...access, sessionId: visitor.session.id },
    undo: { hash: sha256(undoCode), lifetime: undoLifetime },
    by: by.client,
    now: toDate(now),
    tell: (addresses) => tellBoth({ ...addresses, undoCode }, by, now),
  })
  if (!changed) return { outcome: 'wrong_code' }

  const told = await tell(() => raiseGeneration(changed.userId, changed.generation))
  const cookies = visitor && access ? await goOn(visitor, { ...access, ...changed }, changed, by, now) : []
  return { outcome: told === 'ended' ? 'changed' : told, isKept: cookies.length > 0, cookies }
}

/** An address that was never verified may belong to another person: it gets no mail about the account, and no link. */
function tellBoth(
  { userId, from, to, hasUndo, isTold, undoCode }: Addresses & { hasUndo: boolean; isTold: boolean; undoCode: string },
  { client }: Pick<Guesser, 'client'>,
  at: number,
) {
  const letter = { kind: 'address', userId, at, ip: client.ip } as const
  const left = { ...letter, event: 'left', to: from, undoCode: hasUndo ? undoCode : null } as const
  const joined = toRow({ ...letter, event: 'joined', to, undoCode: null })
  return Promise.all(isTold ? [toRow(left), joined] : [joined])
}

/** Continues the visitor's session under a new id. The address stays changed even if this fails. */
async function goOn(
  { credential, session }: AllowedVisitor,
  access: Access,
  { isKept }: ChangedAddress,
  { client, device }: Guesser,
  now: number,
): Promise<readonly IssuedCookie[]> {
  if (!isKept) return []

  const { authenticatedAt } = session
  const reopening = () => rotateSessionId(credential, access, { client, now, authenticatedAt })
  const reopened = await orUnavailable(reopening, null, 'session_not_reopened')
  return reopened ? [...reopened.cookies, ...(await rememberDevice(device, access, now))] : []
}

// feature: second-factor (this file)
import 'server-only'
import * as z from 'zod/mini'
import { insertTotp } from '@/lib/db/second-factor/change'
import { findFactors, isProtectedBy } from '@/lib/db/second-factor/factors'
import { getProfile } from '@/lib/db/users'
import type { TooMany } from '@/lib/server/limits/bucket'
import { type Guesser, type TooManyChanges, takeCode } from '@/lib/server/limits/guess'
import { type FactorChanged, factorChange, goOnAlone } from '@/lib/server/second-factor/go-on'
import { hashRecoveryCode, newRecoveryCodes } from '@/lib/server/second-factor/recovery-codes'
import { drawQrCode, findStep, newTotpSecret, type QrCode, sealSecret, toUri } from '@/lib/server/second-factor/totp'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import { getStandingAccess } from '@/lib/server/sessions/issue'
import { methods } from '@/lib/session/assurance'
import { Id, Instant } from '@/lib/session/claims'
import { openSeal, seal } from '@/lib/session/seal'
import { minutes } from '@/lib/time'

/** What the page shows before the app is turned on. */
export interface SetUp {
  /** The same facts, sealed for the form that confirms them: until then the database knows nothing of them. */
  seal: string
  secret: string
  uri: string
  qrCode: QrCode
  /** None beside a factor that the account has already: its codes stay valid. */
  recoveryCodes: readonly string[]
}

/** Long enough to install an app. Seconds. */
const lifetime = minutes(15)

const Prepared = z.object({ userId: Id, secret: z.string(), recoveryCodes: z.array(z.string()), issuedAt: Instant })
type Prepared = z.infer<typeof Prepared>

/** Prepares an app for a visitor who has re-authenticated. @returns null when the account was deleted */
export async function beginSetUp({ session }: AllowedVisitor, now: number): Promise<SetUp | null> {
  const { userId } = session
  const recoveryCodes = isProtectedBy(await findFactors(userId)) ? [] : newRecoveryCodes()
  const prepared = { userId, secret: newTotpSecret(), recoveryCodes, issuedAt: now }
  return show(prepared, await seal('totp_setup', prepared))
}

/** Shows it again, after a wrong code. @returns null for a seal that is forged, of another user, or too old */
export async function openSetUp({ session }: AllowedVisitor, found: string, now: number): Promise<SetUp | null> {
  const prepared = await open(session.userId, found, now)
  return prepared && show(prepared, found)
}

async function open(userId: string, found: string, now: number): Promise<Prepared | null> {
  const prepared = await openSeal('totp_setup', Prepared, found)
  if (!prepared || prepared.userId !== userId) return null
  return prepared.issuedAt <= now + minutes(1) && now < prepared.issuedAt + lifetime ? prepared : null
}

async function show({ userId, secret, recoveryCodes }: Prepared, form: string): Promise<SetUp | null> {
  const profile = await getProfile(userId)
  if (!profile) return null

  const uri = toUri(secret, profile.email)
  return { seal: form, secret, uri, qrCode: drawQrCode(uri), recoveryCodes }
}

/** `expired`: prepared too long ago, for another account, or before another factor came or went. `exists`: there is an app already. */
export type TurningOn =
  | FactorChanged
  | { outcome: 'wrong_code' | 'expired' | 'exists' | 'ended' }
  | TooMany
  | TooManyChanges

/**
 * Turns the app on when its first code is right, which shows that the user has stored the secret. Revokes all other
 * sessions, of every model, and rotates the id of this one (ASVS 7.2.4, 7.4.3).
 * @throws {UnavailableError} when nothing has changed
 */
export async function turnOn(
  visitor: AllowedVisitor,
  { setUp, code }: { setUp: string; code: string },
  guesser: Guesser,
  now: number,
): Promise<TurningOn> {
  const { userId } = visitor.session
  const prepared = await open(userId, setUp, now)
  if (!prepared) return { outcome: 'expired' }

  const access = await getStandingAccess(visitor.credential)
  if (!access) return { outcome: 'ended' }
  if ((await findFactors(userId)).hasApp) return { outcome: 'exists' }

  const taken = await takeCode('app', userId, guesser.client)
  if (taken.outcome === 'too_many') return taken
  const lastStep = await findStep(prepared.secret, code, now)
  if (lastStep === null) return { outcome: 'wrong_code' }
  await taken.giveBack()

  const happened = {
    kind: 'second_factor_on',
    event: 'app_on', // feature: mail
  } as const
  const change = await factorChange(visitor, access, happened, guesser, now)
  if ('retryAfter' in change) return change
  const generation = await insertTotp({
    ...change,
    secret: await sealSecret(userId, prepared.secret),
    lastStep,
    codeHashes: prepared.recoveryCodes.map(hashRecoveryCode),
  })
  if (generation === 'exists') return { outcome: generation }
  if (generation === 'stale') return { outcome: 'expired' }
  if (generation === null) return { outcome: 'ended' }

  const amr = methods.filter((method) => [...visitor.session.amr, 'otp', 'mfa'].includes(method))
  return goOnAlone(visitor, { access: { ...access, generation }, amr }, guesser, now)
}

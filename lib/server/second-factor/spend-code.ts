// feature: second-factor (this file)
import 'server-only'
import type { AuditEntry } from '@/lib/db/audit-events'
import { type AnsweredChallenge, findTotp, spendRecoveryCode, spendTotpStep } from '@/lib/db/second-factor/spend-code'
import { audit } from '@/lib/server/audit'
import type { Client } from '@/lib/server/http/client'
import type { TooMany } from '@/lib/server/limits/bucket'
import { takeCode } from '@/lib/server/limits/guess'
import { letterAbout } from '@/lib/server/second-factor/letter' // feature: mail
import { hashRecoveryCode } from '@/lib/server/second-factor/recovery-codes'
import { findNoStep, findStep, openSecret, sealSecret } from '@/lib/server/second-factor/totp'

export interface CodeAttempt {
  userId: string
  /** As typed: a code of the app, or a recovery code. */
  typed: string
  client: Client
  /** The challenge of a login; null in an open session. */
  answered: AnsweredChallenge
  /** The session in which it was typed, for the audit trail. */
  session?: Pick<AuditEntry, 'sessionId' | 'model'>
}

/** With what the user has proven the second factor. */
export type CodeKind = 'app' | 'recovery'

/** `wrong_code` does not say whether the code was wrong, was used before, or the account has no such factor. */
export type CodeAnswer = { outcome: 'right'; kind: CodeKind } | { outcome: 'wrong_code' } | TooMany

/**
 * Compares a code and uses it up. Counts the attempt before it compares, so that parallel attempts get no more tries than
 * sequential ones; a right code refunds it. @throws {UnavailableError} then the code may be used up
 */
export async function spendCode(attempt: CodeAttempt, now: number): Promise<CodeAnswer> {
  const { userId, client, session } = attempt
  const code = attempt.typed.replaceAll(/\s/g, '')
  const kind = /^\d{6}$/.test(code) ? 'app' : 'recovery'
  const taken = await takeCode(kind, userId, client)
  if (taken.outcome === 'too_many') return taken

  const isRight = await (kind === 'app' ? spendAppCode(attempt, code, now) : spendRecovery(attempt, code, now))
  if (isRight) {
    await taken.giveBack()
    return { outcome: 'right', kind }
  }
  await audit({ kind: 'second_factor_failed', userId, ...session, ...client })
  return { outcome: 'wrong_code' }
}

async function spendAppCode({ userId, answered }: CodeAttempt, code: string, now: number): Promise<boolean> {
  const totp = await findTotp(userId)
  const secret = totp && (await openSecret(userId, totp.secret))
  const step = secret ? await findStep(secret, code, now) : await findNoStep(code, now)
  if (!totp || !secret || step === null) return false

  return spendTotpStep({ userId, secret: totp.secret, step, sealedAgain: await sealSecret(userId, secret) }, answered)
}

/** A recovery code is used when a phone is lost, or by a person who has found the list: the owner learns of it. */
async function spendRecovery(attempt: CodeAttempt, code: string, now: number): Promise<boolean> {
  const { userId, client, session, answered } = attempt
  const use = {
    userId,
    codeHash: hashRecoveryCode(code),
    entry: { kind: 'recovery_code_used', userId, ...session, ...client },
    mail: await letterAbout('recovery_code_used', { userId, at: now, ip: client.ip }), // feature: mail
  } as const
  return spendRecoveryCode(use, answered)
}

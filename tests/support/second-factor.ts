// feature: second-factor (this file)
import { generate } from 'otplib'
import { askPostgres } from '@/lib/db/client'
import { hashRecoveryCode, newRecoveryCodes } from '@/lib/server/second-factor/recovery-codes'
import { newTotpSecret, sealSecret } from '@/lib/server/second-factor/totp'
import type { Role } from '@/lib/session/session'
import { nowInSeconds } from '@/lib/time'
import { type Account, newAccount } from '@/tests/support/open-session'
import { reach } from '@/tests/support/reach'

/** What the authenticator app of the user shows. Each code works once: `ahead` chooses the step before or after it. */
export const codeOf = (secret: string, ahead: -1 | 0 | 1 = 0): Promise<string> =>
  generate({ secret, epoch: nowInSeconds() + 30 * ahead })

/** Six digits that the app does not show around this time. */
export async function wrongCodeOf(secret: string): Promise<string> {
  const near = await Promise.all(
    [-2, -1, 0, 1, 2].map((steps) => generate({ secret, epoch: nowInSeconds() + 30 * steps })),
  )
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !near.includes(code)) ?? ''
}

export interface ProtectedAccount extends Account {
  secret: string
  recoveryCodes: readonly string[]
}

/** An account with an app and recovery codes that no other test uses. */
export async function newProtectedAccount(app: { url: string }, role: Role = 'member'): Promise<ProtectedAccount> {
  const account = await newAccount(app, role)
  reach(app.url)
  return { ...account, ...(await protect(account.userId)) }
}

/** Turns an app on, without ending a session: it was turned on before the sessions began. */
export async function protect(userId: string): Promise<Pick<ProtectedAccount, 'secret' | 'recoveryCodes'>> {
  const [secret, recoveryCodes] = [newTotpSecret(), newRecoveryCodes()]
  const sealed = await sealSecret(userId, secret)
  await askPostgres(async ({ totp, recoveryCode }) => {
    await totp.create({ data: { userId, secret: sealed, lastStep: 0 } })
    await recoveryCode.createMany({ data: recoveryCodes.map((code) => ({ userId, codeHash: hashRecoveryCode(code) })) })
  })
  return { secret, recoveryCodes }
}

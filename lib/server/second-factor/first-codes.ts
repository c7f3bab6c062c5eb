// feature: second-factor (this file)
import 'server-only'
import * as z from 'zod/mini'
import { hashRecoveryCode, newRecoveryCodes } from '@/lib/server/second-factor/recovery-codes'
import { Id } from '@/lib/session/claims'
import { openSeal, seal } from '@/lib/session/seal'

/** The recovery codes that come with a passkey as the first factor of an account. Its owner stores them before it is added. */
export interface FirstCodes {
  recoveryCodes: readonly string[]
  /** The same codes, sealed for the form that adds the passkey: until then the database knows nothing of them. */
  seal: string
}

const Codes = z.object({ userId: Id, recoveryCodes: z.array(z.string()) })

export async function makeFirstCodes(userId: string): Promise<FirstCodes> {
  const recoveryCodes = newRecoveryCodes()
  return { recoveryCodes, seal: await seal('passkey_codes', { userId, recoveryCodes }) }
}

/** @returns null for a seal that is forged or of another user. It needs no time limit: the challenge beside it has one. */
export async function openFirstCodes(userId: string, value: string): Promise<Uint8Array<ArrayBuffer>[] | null> {
  const codes = await openSeal('passkey_codes', Codes, value)
  return codes && codes.userId === userId ? codes.recoveryCodes.map(hashRecoveryCode) : null
}

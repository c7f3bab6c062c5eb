// feature: second-factor (this file)
import 'server-only'
import { listTotpSeals, replaceTotpSeal } from '@/lib/db/second-factor/seals'
import { openSecret, sealedBy, sealSecret } from '@/lib/server/second-factor/totp'

/** Secrets of authenticator apps, counted by the seal password that opens them. */
export interface SealCount {
  newest: number
  /** An older one that is still in use: the secret is lost when it is retired. */
  older: number
  /** A retired one. Its user needs a recovery code. */
  none: number
}

/** @param again whether to seal with the newest password what an older one has sealed @throws {UnavailableError} */
export async function countSeals({ again = false } = {}): Promise<SealCount> {
  const count: SealCount = { newest: 0, older: 0, none: 0 }
  for await (const { userId, secret } of listTotpSeals()) {
    const isSealedAgain = again && (await sealAgain(userId, secret))
    count[isSealedAgain ? 'newest' : await sealedBy(userId, secret)] += 1
  }
  return count
}

/** @returns whether it was sealed again: not when the newest password has sealed it, or the row has changed meanwhile */
async function sealAgain(userId: string, found: string): Promise<boolean> {
  if ((await sealedBy(userId, found)) !== 'older') return false

  const secret = await openSecret(userId, found)
  return secret !== null && replaceTotpSeal({ userId, found, sealedAgain: await sealSecret(userId, secret) })
}

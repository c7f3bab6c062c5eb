// feature: second-factor (this file)
import 'server-only'
import { askPostgres } from '@/lib/db/client'

interface Sealed {
  userId: string
  /** Sealed. */
  secret: string
}

const batch = 500

/** Every secret of an app, in batches. @throws {UnavailableError} */
export async function* listTotpSeals(): AsyncGenerator<Sealed> {
  let after = ''
  for (;;) {
    const rows = await askPostgres(({ totp }) =>
      totp.findMany({
        where: { userId: { gt: after } },
        orderBy: { userId: 'asc' },
        take: batch,
        select: { userId: true, secret: true },
      }),
    )
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < batch) return
    after = last.userId
  }
}

/**
 * Replaces the seal of the same secret, by compare-and-set: an app that was turned off meanwhile stays off, and one that
 * was replaced keeps its own secret. @returns whether it was replaced @throws {UnavailableError}
 */
export async function replaceTotpSeal(seal: { userId: string; found: string; sealedAgain: string }): Promise<boolean> {
  const { userId, found, sealedAgain } = seal
  const { count } = await askPostgres(({ totp }) =>
    totp.updateMany({ where: { userId, secret: found }, data: { secret: sealedAgain } }),
  )
  return count === 1
}

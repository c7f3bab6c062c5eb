import 'server-only'
import { env } from '@/lib/env'
import { UnavailableError } from '@/lib/errors'
import { logFailure } from '@/lib/log'
import { type Bucket, giveBackToken, type Token, takeToken } from '@/lib/server/limits/bucket'

export interface Taken {
  outcome: 'taken'
  /** For a guess that was right. Never throws: the answer does not depend on it. */
  giveBack: () => Promise<void>
}

export interface TooMany {
  outcome: 'too_many'
  /** Seconds, as in the header of that name. */
  retryAfter: number
}

/**
 * A token from each bucket, or from none: what is refused counts nowhere.
 * @throws {UnavailableError}
 */
export async function takeFrom(buckets: readonly Bucket[]): Promise<Taken | TooMany> {
  if (env().RATE_LIMIT === 'off') return { outcome: 'taken', giveBack: async () => undefined }

  const taken: Token[] = []
  for (const bucket of buckets) {
    const token = await takeToken(bucket)
    if (typeof token === 'number') {
      await giveBackAll(taken)
      return { outcome: 'too_many', retryAfter: token }
    }
    taken.push(token)
  }
  return { outcome: 'taken', giveBack: () => giveBackAll(taken) }
}

async function giveBackAll(tokens: readonly Token[]): Promise<void> {
  try {
    await Promise.all(tokens.map(giveBackToken))
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    logFailure('token_not_given_back', error)
  }
}

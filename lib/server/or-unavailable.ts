import 'server-only'
import { UnavailableError } from '@/lib/errors'
import { logFailure } from '@/lib/log'

/** An action's answer when a store is away: a word, so that the form keeps what was typed. A redirect passes through. */
export async function orUnavailable<T, W>(
  work: () => Promise<T>,
  word: W,
  event = 'action_unavailable',
): Promise<T | W> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    logFailure(event, error)
    return word
  }
}

import 'server-only'
import { UnavailableError } from '@/lib/errors'
import { logFailure } from '@/lib/log'

/** Turns the outage of a store into an action's answer, so that the form keeps its fields. A redirect passes through. */
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

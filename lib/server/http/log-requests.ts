import 'server-only'
import { headers } from 'next/headers'
import { isUnavailable } from '@/lib/errors'
import { describeRequestsBy, isSettled, logFailure, requestFacts } from '@/lib/log'

/** Imported where requests begin: from then on lines of the log name the request that they belong to. */
describeRequestsBy(async () => requestFacts(await headers()))

/** However often a bundler repeats this file: one replacement for a whole process. */
const holder: typeof globalThis & { printed?: typeof console.error } = globalThis

/**
 * Next hands each error that a page throws to `console.error`, which prints about 25 lines of stack and cause. In an outage every
 * request would. Of a store that is unavailable the log has one line, and sums up the next ones.
 */
if (!holder.printed) {
  const printed = console.error
  holder.printed = printed
  console.error = (...parts: unknown[]) => {
    const error = parts.find(isUnavailable)
    if (!error) printed(...parts)
    else if (!isSettled(error)) logFailure('page_unavailable', error)
  }
}

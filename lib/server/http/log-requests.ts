import 'server-only'
import { headers } from 'next/headers'
import { isUnavailable } from '@/lib/errors'
import { describeRequestsBy, isSettled, logFailure, requestFacts } from '@/lib/log'

/** Imported by every entry point: from then on, log lines name the request that they belong to. */
describeRequestsBy(async () => requestFacts(await headers()))

/** On `globalThis`, because a bundler may include this file several times: one replacement per process. */
const holder: typeof globalThis & { printed?: typeof console.error } = globalThis

/**
 * Next passes each error that a page throws to `console.error`, which prints about 25 lines of stack and cause. In an
 * outage every request would do so. For an unavailable store the log gets one line, and then summaries.
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

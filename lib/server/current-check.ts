import 'server-only'
import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import { checkVisitor } from '@/lib/server/check-visitor'
import { presentedBy } from '@/lib/session/presented'
import { Trace } from '@/lib/session/trace'
import { nowInSeconds } from '@/lib/time'

/**
 * The check of the page or action that runs now, made once however many components ask.
 * It never renews: a page cannot set cookies, and an action's answer may not reach the cookie jar.
 */
export const currentCheck = cache(async () => {
  const trace = new Trace()
  const now = nowInSeconds()
  const visitor = await checkVisitor(presentedBy(await headers(), await cookies()), { now, trace, renewFor: null })
  return { visitor, now, report: trace.report(visitor.verdict) }
})

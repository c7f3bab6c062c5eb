import 'server-only'
import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import { checkVisitor } from '@/lib/server/check-visitor'
import { presentedBy } from '@/lib/session/presented'
import { configuredMode, type Mode } from '@/lib/session/revocation/modes'
import { Trace } from '@/lib/session/trace'
import { nowInSeconds } from '@/lib/time'

/**
 * The check of the page or action that runs now, made once however many components ask.
 * It never renews: a page cannot set cookies, and an action's answer may not reach the cookie jar.
 */
export const currentCheck = (check?: 'strict') => checkOnce(check ?? configuredMode())

const checkOnce = cache(async (mode: Mode) => {
  const trace = new Trace()
  const now = nowInSeconds()
  const presented = presentedBy(await headers(), await cookies())
  const visitor = await checkVisitor(presented, { now, trace, mode, renewFor: null })
  return { visitor, now, report: trace.report(visitor.verdict) }
})

import 'server-only'
import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import { checkVisitor } from '@/lib/server/sessions/check-visitor'
import { deviceCookie, type IssuedCookie, nameInHttp } from '@/lib/session/cookies'
import { type Presented, presentedBy } from '@/lib/session/presented'
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

/** What the request that runs now presents, unopened: for a login and a logout, which replace and end all of it. */
export async function currentlyPresented(): Promise<Presented> {
  return presentedBy(await headers(), await cookies())
}

/** Unopened: for rate limits, which open it themselves. */
export async function currentDevice(): Promise<string | null> {
  return (await cookies()).get(nameInHttp(deviceCookie))?.value ?? null
}

/** Only from an action or a route handler: Next throws anywhere else. */
export async function setCookies(issued: readonly IssuedCookie[]): Promise<void> {
  const jar = await cookies()
  for (const { name, value, attributes } of issued) jar.set(nameInHttp(name), value, attributes)
}

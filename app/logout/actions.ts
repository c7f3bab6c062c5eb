'use server'

import { redirect } from 'next/navigation'
import * as z from 'zod'
import type { LogoutState } from '@/app/logout/logout-state'
import { routes } from '@/lib/routes'
import { currentClient } from '@/lib/server/client'
import { setCookies } from '@/lib/server/cookie-jar'
import { currentlyPresented } from '@/lib/server/current-request'
import { finishLogout } from '@/lib/server/finish-logout'
import { logOut } from '@/lib/server/log-out'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { requireOwnOrigin } from '@/lib/server/require-own-origin'
import { nowInSeconds } from '@/lib/time'

/** Asks for no valid session: a logout must also work on a revoked one, and twice. */
export async function logoutAction(_: LogoutState, __: FormData): Promise<LogoutState> {
  await requireOwnOrigin()

  const presented = await currentlyPresented()
  const client = await currentClient()
  const loggedOut = await orUnavailable(() => logOut(presented, client, nowInSeconds()), null)
  if (!loggedOut) return 'unavailable'

  await setCookies(loggedOut.cookies)
  redirect(farewell(loggedOut.believed))
}

/** Redis was away when this session ended; its cookie is gone, so the form carries its public id. */
export async function finishLogoutAction(form: FormData): Promise<void> {
  await requireOwnOrigin()

  const input = z.object({ sessionId: z.string().regex(/^[\w-]{1,64}$/) }).safeParse(Object.fromEntries(form))
  if (!input.success) redirect(farewell([]))

  const { sessionId } = input.data
  const answer = await orUnavailable(() => finishLogout(sessionId), 'unavailable' as const)
  redirect(farewell(answer === 'unavailable' ? [sessionId] : []))
}

function farewell([unfinished]: readonly string[]): string {
  const query = unfinished ? { logout: 'unfinished', session: unfinished } : { logout: 'done' }
  return `${routes.login}?${new URLSearchParams(query)}`
}

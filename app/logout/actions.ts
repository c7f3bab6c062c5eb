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
  redirect(farewell(loggedOut.unfinished))
}

const SessionIds = z.array(z.string().regex(/^[\w-]{1,64}$/)).max(10)

/** Redis was away when these sessions ended; their cookies are gone, so the form carries their public ids. */
export async function finishLogoutAction(form: FormData): Promise<void> {
  await requireOwnOrigin()

  const input = SessionIds.safeParse(form.getAll('session'))
  if (!input.success) redirect(farewell([]))

  const finishing = async () => void (await Promise.all(input.data.map(finishLogout)))
  const answer = await orUnavailable(finishing, 'unavailable' as const)
  redirect(farewell(answer === 'unavailable' ? input.data : []))
}

function farewell(unfinished: readonly string[]): string {
  const outcome: [string, string] = ['logout', unfinished.length > 0 ? 'unfinished' : 'done']
  const sessions = unfinished.map((id): [string, string] => ['session', id])
  return `${routes.login}?${new URLSearchParams([outcome, ...sessions])}`
}

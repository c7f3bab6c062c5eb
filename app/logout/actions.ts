'use server'

import { redirect } from 'next/navigation'
import * as z from 'zod'
import { routes } from '@/lib/routes'
import { currentlyPresented, setCookies } from '@/lib/server/guards/current'
import { requireOwnOrigin } from '@/lib/server/guards/same-origin'
import { currentClient } from '@/lib/server/http/client'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { finishLogout, logOut } from '@/lib/server/sessions/log-out'
import { nowInSeconds } from '@/lib/time'

export interface LogoutState {
  /** `unavailable`: Postgres is away, so nothing has ended and the visitor is still logged in. */
  outcome: 'idle' | 'unavailable'
}

/** Asks for no valid session: a logout must also work on a revoked one, and twice. */
export async function logoutAction(_: LogoutState, __: FormData): Promise<LogoutState> {
  await requireOwnOrigin()

  const presented = await currentlyPresented()
  const client = await currentClient()
  const loggedOut = await orUnavailable(() => logOut(presented, client, nowInSeconds()), null)
  if (!loggedOut) return { outcome: 'unavailable' }

  await setCookies(loggedOut.cookies)
  redirect(farewell(loggedOut.unfinished))
}

const SessionIds = z.array(z.string().regex(/^[\w-]{1,64}$/)).max(10)

/** Redis was away when these sessions ended; their cookies are gone, so the form carries their public ids. */
export async function finishLogoutAction(_: LogoutState, form: FormData): Promise<LogoutState> {
  await requireOwnOrigin()

  const input = SessionIds.safeParse(form.getAll('session'))
  if (!input.success) redirect(farewell([]))

  const client = await currentClient()
  const answer = await orUnavailable(() => finishLogout(input.data, client), { outcome: 'unavailable' } as const)
  if (answer.outcome === 'finished') redirect(farewell([]))
  redirect(farewell(input.data, 'retryAfter' in answer ? answer.retryAfter : null))
}

/** @param retryAfter seconds, where there were too many tries */
function farewell(unfinished: readonly string[], retryAfter: number | null = null): string {
  const outcome: [string, string] = ['logout', unfinished.length > 0 ? 'unfinished' : 'done']
  const sessions = unfinished.map((id): [string, string] => ['session', id])
  const retry: [string, string][] = retryAfter === null ? [] : [['retry', String(retryAfter)]]
  return `${routes.login}?${new URLSearchParams([outcome, ...sessions, ...retry])}`
}

'use server'

import { redirect } from 'next/navigation'
import { UnfinishedLogout, unfinishedEntries } from '@/app/logout/unfinished'
import { routes } from '@/lib/routes'
import { isMarkOf } from '@/lib/server/guards/account-mark'
import { currentlyPresented, setCookies } from '@/lib/server/guards/current'
import { requireOwnOrigin } from '@/lib/server/guards/same-origin'
import { currentClient } from '@/lib/server/http/client'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { finishEveryoneOut, finishLogout, finishLogoutEverywhere, logOut } from '@/lib/server/sessions/log-out'
import { nowInSeconds } from '@/lib/time'

export interface LogoutState {
  /** `unavailable`: Postgres did not answer, so no session has ended and the visitor is still logged in. */
  outcome: 'idle' | 'unavailable'
}

/** Requires no valid session: a logout must also work with a revoked session, and a second time. */
export async function logoutAction(_: LogoutState, __: FormData): Promise<LogoutState> {
  await requireOwnOrigin()

  const presented = await currentlyPresented()
  const client = await currentClient()
  const loggedOut = await orUnavailable(() => logOut(presented, client, nowInSeconds()), null)
  if (!loggedOut) return { outcome: 'unavailable' }

  await setCookies(loggedOut.cookies)
  const { unfinished: session } = loggedOut
  redirect(
    session.length > 0
      ? loginPage(unfinishedEntries({ logout: 'unfinished', session }))
      : loginPage(finished.unfinished),
  )
}

const finished = {
  unfinished: [['logout', 'done']],
  everywhere_unfinished: [['logout', 'everywhere']],
  everyone_unfinished: [['logout', 'everyone']],
} as const

/**
 * Publishes a logout again that could not be published. The browser's cookies are deleted by then, so the form says which
 * logout it was. Idempotent, and limited per network.
 */
export async function finishLogoutAction(_: LogoutState, form: FormData): Promise<LogoutState> {
  await requireOwnOrigin()

  const input = UnfinishedLogout.safeParse({ ...Object.fromEntries(form), session: form.getAll('session') })
  if (!input.success) redirect(loginPage(finished.unfinished))

  const left = input.data
  const answer = await orUnavailable(() => finish(left), { outcome: 'unavailable' } as const)
  const next: [string, string][] = 'next' in left && left.next !== undefined ? [['next', left.next]] : []
  if (answer.outcome === 'finished') redirect(loginPage([...finished[left.logout], ...next]))
  const retry: [string, string][] = 'retryAfter' in answer ? [['retry', String(answer.retryAfter)]] : []
  redirect(loginPage([...unfinishedEntries(left), ...retry]))
}

async function finish(left: UnfinishedLogout) {
  const client = await currentClient()
  if (left.logout === 'unfinished') return finishLogout(left.session, client)
  if (left.logout === 'everyone_unfinished') return finishEveryoneOut(client)
  if (!isMarkOf(left.user, left.mark)) return { outcome: 'finished' } as const
  return finishLogoutEverywhere(left.user, client)
}

const loginPage = (query: readonly (readonly [name: string, value: string])[]) =>
  `${routes.login}?${new URLSearchParams(query.map(([name, value]) => [name, value]))}`

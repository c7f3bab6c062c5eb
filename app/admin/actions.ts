'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import * as z from 'zod'
import { routes } from '@/lib/routes'
import { changeRole, disableUser, enableUser } from '@/lib/server/admin/users'
import { actorOf } from '@/lib/server/audit'
import { setCookies } from '@/lib/server/guards/current'
import { proveRecent } from '@/lib/server/guards/require-recent'
import { getPermitted, getPermittedWhoEnds } from '@/lib/server/guards/require-session'
import { requireOwnOrigin } from '@/lib/server/guards/same-origin'
import { isStorable } from '@/lib/server/http/body'
import { currentClient } from '@/lib/server/http/client'
import { sendMailLater } from '@/lib/server/mail/outbox' // feature: mail
import { orUnavailable } from '@/lib/server/or-unavailable'
// feature: required-factor
import { requireFactor } from '@/lib/server/second-factor/require'
import { resetFactors } from '@/lib/server/second-factor/reset'
// end
import { logOutEveryone } from '@/lib/server/sessions/revoke'
import { cutOffUser } from '@/lib/server/sessions/revoke-all'
import { roles } from '@/lib/session/session'
import { nowInSeconds } from '@/lib/time'

/** The result of an act on an account. */
export type ActOutcome =
  | 'idle'
  | 'done'
  /** Done in Postgres, but it could not be published. */
  | 'unfinished'
  /** The account had this state before. */
  | 'unchanged'
  | 'unknown'
  | 'self'
  | 'last_admin'
  | 'own_factor' // feature: required-factor
  | 'invalid'
  | 'ended'
  | 'other_account'
  | 'forbidden'
  | 'unavailable'
  /** The form asks for the password first (step-up). */
  | 'prove'
  | 'wrong_password'
  | 'too_many'
  | 'busy'

export interface ActState {
  outcome: ActOutcome
  /** As chosen or typed, for the form to show or send again. */
  typed: string
  /** Seconds until the next attempt, where there were too many. */
  retryAfter?: number
  loggedInAs?: string | null
}

const UserId = z.string().min(1).max(64).refine(isStorable)
const RoleForm = z.object({ user: UserId, role: z.enum(roles) })
const StandingForm = z.object({ user: UserId, standing: z.enum(['disabled', 'enabled']) })
/** For acts without a choice. */
const UserForm = z.object({ user: UserId })
const RuleForm = z.object({ role: z.enum(roles), rule: z.enum(['on', 'off']) }) // feature: required-factor

export async function changeRoleAction(_: ActState, form: FormData): Promise<ActState> {
  await requireOwnOrigin()
  const visitor = await getPermitted('users:write', form)
  const typed = textOf(form, 'role')
  if (!visitor.ok) return { ...visitor, typed }

  const input = RoleForm.safeParse(Object.fromEntries(form))
  if (!input.success) return { outcome: 'invalid', typed }
  const admin = await proveRecent(visitor, form)
  if (!admin.ok) return { ...admin, typed }

  const { user, role } = input.data
  const by = actorOf(admin, await currentClient())
  const outcome = await orUnavailable(() => changeRole(user, role, by), 'unavailable' as const)

  revalidateAfter(outcome)
  return { outcome: outcome === 'changed' ? 'done' : outcome, typed }
}

export async function changeStandingAction(_: ActState, form: FormData): Promise<ActState> {
  await requireOwnOrigin()
  const visitor = await getPermitted('users:write', form)
  const typed = textOf(form, 'standing')
  if (!visitor.ok) return { ...visitor, typed }

  const input = StandingForm.safeParse(Object.fromEntries(form))
  if (!input.success) return { outcome: 'invalid', typed }
  const admin = await proveRecent(visitor, form)
  if (!admin.ok) return { ...admin, typed }

  const { user, standing } = input.data
  const by = actorOf(admin, await currentClient())
  const changing = () => (standing === 'enabled' ? enableUser(user, by) : disableUser(user, nowInSeconds(), by))
  const outcome = await orUnavailable(changing, 'unavailable' as const)

  revalidateAfter(outcome)
  return { outcome: outcome === 'ended' || outcome === 'enabled' ? 'done' : outcome, typed }
}

export async function cutOffUserAction(_: ActState, form: FormData): Promise<ActState> {
  await requireOwnOrigin()
  const visitor = await getPermittedWhoEnds('users:write', form)
  if (!visitor.ok) return { ...visitor, typed: '' }

  const input = UserForm.safeParse(Object.fromEntries(form))
  if (!input.success) return { outcome: 'invalid', typed: '' }
  const admin = await proveRecent(visitor, form)
  if (!admin.ok) return { ...admin, typed: '' }

  const by = actorOf(admin, await currentClient())
  const cuttingOff = () => cutOffUser(input.data.user, nowInSeconds(), by)
  const outcome = await orUnavailable(cuttingOff, 'unavailable' as const)

  revalidateAfter(outcome)
  return { outcome: outcome === 'ended' ? 'done' : outcome, typed: '' }
}

// feature: required-factor
export async function resetFactorsAction(_: ActState, form: FormData): Promise<ActState> {
  await requireOwnOrigin()
  const visitor = await getPermitted('users:write', form)
  if (!visitor.ok) return { ...visitor, typed: '' }

  const input = UserForm.safeParse(Object.fromEntries(form))
  if (!input.success) return { outcome: 'invalid', typed: '' }
  const admin = await proveRecent(visitor, form)
  if (!admin.ok) return { ...admin, typed: '' }

  const by = actorOf(admin, await currentClient())
  const resetting = () => resetFactors(input.data.user, nowInSeconds(), by)
  const outcome = await orUnavailable(resetting, 'unavailable' as const)

  sendMailLater() // feature: mail
  revalidateAfter(outcome)
  return { outcome: outcome === 'ended' ? 'done' : outcome, typed: '' }
}

export async function requireFactorAction(_: ActState, form: FormData): Promise<ActState> {
  await requireOwnOrigin()
  const visitor = await getPermitted('users:write', form)
  const typed = textOf(form, 'rule')
  if (!visitor.ok) return { ...visitor, typed }

  const input = RuleForm.safeParse(Object.fromEntries(form))
  if (!input.success) return { outcome: 'invalid', typed }
  const admin = await proveRecent(visitor, form)
  if (!admin.ok) return { ...admin, typed }

  const { role, rule } = input.data
  const by = actorOf(admin, await currentClient())
  const requiring = () => requireFactor(role, rule === 'on', nowInSeconds(), by)
  const outcome = await orUnavailable(requiring, 'unavailable' as const)

  revalidateAfter(outcome)
  return { outcome: outcome === 'changed' ? 'done' : outcome, typed }
}
// end

/** The words are typed as a confirmation, so that one click cannot log out all users by mistake. */
const EveryoneForm = z.object({ words: z.literal('everyone out') })

/** It logs the admin out as well, so it leads to the login page, which shows the result. */
export async function cutOffEveryoneAction(_: ActState, form: FormData): Promise<ActState> {
  await requireOwnOrigin()
  const visitor = await getPermittedWhoEnds('site:cut_off', form)
  const typed = textOf(form, 'words')
  if (!visitor.ok) return { ...visitor, typed }

  const input = EveryoneForm.safeParse({ words: typed.trim().toLowerCase() })
  if (!input.success) return { outcome: 'invalid', typed }
  const admin = await proveRecent(visitor, form)
  if (!admin.ok) return { ...admin, typed }

  const by = actorOf(admin, await currentClient())
  const left = await orUnavailable(() => logOutEveryone(nowInSeconds(), by), null)
  if (!left) return { outcome: 'unavailable', typed }

  await setCookies(left.cookies)
  const logout = left.end === 'ended' ? 'everyone' : 'everyone_unfinished'
  redirect(`${routes.login}?${new URLSearchParams({ logout, next: routes.admin })}`)
}

/** The page checks with Redis. While Redis is unavailable, a new rendering would replace the answer by an error page. */
function revalidateAfter(outcome: string): void {
  if (outcome !== 'unfinished') revalidatePath(routes.admin)
}

const textOf = (form: FormData, name: string) => String(form.get(name) ?? '').slice(0, 100)

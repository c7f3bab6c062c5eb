'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import * as z from 'zod'
import { routes } from '@/lib/routes'
import { changeRole } from '@/lib/server/admin/change-role'
import { disableUser, enableUser } from '@/lib/server/admin/users'
import { actorOf } from '@/lib/server/audit'
import { proveRecent } from '@/lib/server/guards/require-recent'
import { getPermitted, getPermittedWhoEnds } from '@/lib/server/guards/require-session'
import { requireOwnOrigin } from '@/lib/server/guards/same-origin'
import { isStorable } from '@/lib/server/http/body'
import { currentClient } from '@/lib/server/http/client'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { cutOffEveryone, cutOffUser } from '@/lib/server/sessions/revoke-all'
import { roles } from '@/lib/session/session'
import { nowInSeconds } from '@/lib/time'

/** What became of an act upon somebody. */
export type ActOutcome =
  | 'idle'
  | 'done'
  /** Done as a fact, but Redis could not be told. */
  | 'unfinished'
  /** It was so already. */
  | 'unchanged'
  | 'unknown'
  | 'self'
  | 'last_admin'
  | 'invalid'
  | 'ended'
  | 'other_account'
  | 'forbidden'
  | 'unavailable'
  /** The password is asked for first: app/ui/form/password-field.tsx says why. */
  | 'prove'
  | 'wrong_password'
  | 'too_many'

export interface ActState {
  outcome: ActOutcome
  /** What was chosen or typed, whatever became of it. */
  typed: string
  /** Seconds, where too much was tried. */
  retryAfter?: number
  loggedInAs?: string | null
}

const UserId = z.string().min(1).max(64).refine(isStorable)
const RoleForm = z.object({ user: UserId, role: z.enum(roles) })
const StandingForm = z.object({ user: UserId, standing: z.enum(['disabled', 'enabled']) })
const CutOffForm = z.object({ user: UserId })

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

  revalidatePath(routes.admin)
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

  revalidatePath(routes.admin)
  return { outcome: outcome === 'ended' || outcome === 'enabled' ? 'done' : outcome, typed }
}

export async function cutOffUserAction(_: ActState, form: FormData): Promise<ActState> {
  await requireOwnOrigin()
  const visitor = await getPermittedWhoEnds('users:write', form)
  if (!visitor.ok) return { ...visitor, typed: '' }

  const input = CutOffForm.safeParse(Object.fromEntries(form))
  if (!input.success) return { outcome: 'invalid', typed: '' }
  const admin = await proveRecent(visitor, form)
  if (!admin.ok) return { ...admin, typed: '' }

  const by = actorOf(admin, await currentClient())
  const cuttingOff = () => cutOffUser(input.data.user, nowInSeconds(), by)
  const outcome = await orUnavailable(cuttingOff, 'unavailable' as const)

  // The page asks Redis strictly: with Redis away it would take the place of the answer.
  if (outcome !== 'unfinished') revalidatePath(routes.admin)
  return { outcome: outcome === 'ended' ? 'done' : outcome, typed: '' }
}

/** Typed by hand, so that nobody does it by a slip of the mouse. */
const EveryoneForm = z.object({ words: z.literal('everyone out') })

/** Whoever does it is logged out as well, so the answer is where they land. */
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
  const end = await orUnavailable(() => cutOffEveryone(nowInSeconds(), by), 'unavailable' as const)
  if (end === 'unavailable') return { outcome: 'unavailable', typed }

  const logout = end === 'ended' ? 'everyone' : 'everyone_unfinished'
  redirect(`${routes.login}?${new URLSearchParams({ logout, next: routes.admin })}`)
}

const textOf = (form: FormData, name: string) => String(form.get(name) ?? '').slice(0, 100)

'use server'

import { revalidatePath } from 'next/cache'
import * as z from 'zod'
import { routes } from '@/lib/routes'
import { changeSessionData } from '@/lib/server/guards/current'
import { getVisitor } from '@/lib/server/guards/require-session'
import { requireOwnOrigin } from '@/lib/server/guards/same-origin'
import { isStorable } from '@/lib/server/http/body'
import { orUnavailable } from '@/lib/server/or-unavailable'

export interface DataState {
  outcome: 'idle' | 'saved' | 'too_large' | 'invalid' | 'ended' | 'other_account' | 'unavailable'
  loggedInAs?: string | null
  /** As typed, for the form to show again. */
  note: string
}

// model: sealed
/** More than a sealed cookie can hold, on purpose: that model refuses by bytes, not by characters. */
// end
const longestNote = 10_000
const NoteForm = z.object({ note: z.string().max(longestNote).refine(isStorable) })

/** Ignores the previous state: it comes from the browser, so it can be forged. */
export async function countVisitAction(_: DataState, form: FormData): Promise<DataState> {
  await requireOwnOrigin()
  const visitor = await getVisitor(form)
  if (!visitor.ok) return { ...visitor, note: '' }

  const counting = () => changeSessionData(visitor, (data) => ({ ...data, visits: data.visits + 1 }))
  const outcome = await orUnavailable(counting, 'unavailable' as const)

  revalidatePath(routes.dashboard)
  return { outcome, note: '' }
}

export async function saveNoteAction(_: DataState, form: FormData): Promise<DataState> {
  await requireOwnOrigin()
  const typed = String(form.get('note') ?? '').slice(0, longestNote)
  const visitor = await getVisitor(form)
  if (!visitor.ok) return { ...visitor, note: typed }

  const input = NoteForm.safeParse(Object.fromEntries(form))
  if (!input.success) return { outcome: 'invalid', note: typed }

  const { note } = input.data
  const saving = () => changeSessionData(visitor, (data) => ({ ...data, note }))
  const outcome = await orUnavailable(saving, 'unavailable' as const)

  revalidatePath(routes.dashboard)
  return { outcome, note }
}

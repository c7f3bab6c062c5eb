'use server'

import { revalidatePath } from 'next/cache'
import * as z from 'zod'
import type { DataState } from '@/app/dashboard/data-state'
import { routes } from '@/lib/routes'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { requireOwnOrigin } from '@/lib/server/require-own-origin'
import { requireVisitor } from '@/lib/server/require-session'
import { changeSessionData, type DataChange } from '@/lib/server/session-data'

/** More than a sealed cookie can hold, on purpose: there the refusal is one of bytes, not of characters. */
const NoteForm = z.object({ note: z.string().max(10_000) })

export async function countVisitAction(state: DataState): Promise<DataState> {
  await requireOwnOrigin()

  return changed(state.note, (data) => ({ ...data, visits: data.visits + 1 }))
}

export async function saveNoteAction(_: DataState, form: FormData): Promise<DataState> {
  await requireOwnOrigin()

  const input = NoteForm.safeParse(Object.fromEntries(form))
  if (!input.success) return { outcome: 'invalid', note: String(form.get('note') ?? '').slice(0, 10_000) }

  const { note } = input.data
  return changed(note, (data) => ({ ...data, note }))
}

function changed(note: string, change: DataChange): Promise<DataState> {
  const work = async (): Promise<DataState> => {
    const visitor = await requireVisitor()
    const outcome = await changeSessionData(visitor, change)
    revalidatePath(routes.dashboard)
    return { outcome, note }
  }
  return orUnavailable(work, { outcome: 'unavailable', note })
}

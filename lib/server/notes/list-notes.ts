import 'server-only'
import * as z from 'zod'
import { findNotes } from '@/lib/db/notes'
import { firstErrors } from '@/lib/server/first-errors'
import { Note, toNote } from '@/lib/server/notes/note'
import { problem } from '@/lib/server/problem'

const Query = z.object({
  /** Notes written before this one. */
  before: z.uuid('The id of a note.').nullable(),
  limit: z.coerce.number('A whole number.').int('A whole number.').min(1, 'At least 1.').max(100, 'At most 100.'),
})

export const NotePage = z.object({
  notes: z.array(Note),
  /** The `before` of the next page; null on the last. */
  next: z.uuid().nullable(),
})

/** `GET /api/notes?before=ID&limit=N`: a page, newest first. @throws {UnavailableError} */
export async function answerNotes({ url }: Request): Promise<Response> {
  const { searchParams } = new URL(url)
  const query = Query.safeParse({ before: searchParams.get('before'), limit: searchParams.get('limit') ?? 20 })
  if (!query.success) return problem('invalid', {}, firstErrors(query.error))

  const { before, limit } = query.data
  const rows = await findNotes(before, limit)
  const notes = rows.slice(0, limit).map(toNote)
  const next = rows.length > limit ? (notes.at(-1)?.id ?? null) : null
  return Response.json({ notes, next } satisfies z.infer<typeof NotePage>)
}

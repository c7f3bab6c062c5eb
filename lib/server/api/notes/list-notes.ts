import 'server-only'
import * as z from 'zod'
import { findNotes } from '@/lib/db/notes'
import { Note, toNote } from '@/lib/server/api/notes/note'
import { firstErrors } from '@/lib/server/http/body'
import { problem } from '@/lib/server/http/problem'

export const NotesQuery = z.object({
  before: z.uuid('The id of a note.').optional().describe('The id of a note: only those written before it.'),
  limit: z.coerce
    .number('A whole number.')
    .int('A whole number.')
    .min(1, 'At least 1.')
    .max(100, 'At most 100.')
    .default(20),
})

export const NotePage = z.object({
  notes: z.array(Note),
  /** The `before` of the next page; null on the last. */
  next: z.uuid().nullable(),
})

/** `GET /api/notes?before=ID&limit=N`: a page, newest first. @throws {UnavailableError} */
export async function answerNotes({ url }: Request): Promise<Response> {
  const query = NotesQuery.safeParse(Object.fromEntries(new URL(url).searchParams))
  if (!query.success) return problem('invalid', {}, firstErrors(query.error))

  const { before, limit } = query.data
  const rows = await findNotes(before ?? null, limit)
  const notes = rows.slice(0, limit).map(toNote)
  const next = rows.length > limit ? (notes.at(-1)?.id ?? null) : null
  return Response.json({ notes, next } satisfies z.infer<typeof NotePage>)
}

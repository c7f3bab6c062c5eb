import 'server-only'
import * as z from 'zod'
import { deleteNote, findNote, findNotes, insertNote, type NoteRow, updateNote } from '@/lib/db/notes'
import { routes } from '@/lib/routes'
import type { Caller } from '@/lib/server/guards/answer-caller'
import { firstErrors, isStorable, parseJson } from '@/lib/server/http/body'
import { problem } from '@/lib/server/http/problem'

/** The body for writing a note. Unknown fields are refused: the sender expects them to have an effect. */
export const NoteInput = z.strictObject(
  {
    text: z
      .string('Write a text.')
      .trim()
      .min(1, 'Write a text.')
      .max(2000, 'Use 2000 characters or fewer.')
      .refine(isStorable, 'Use characters that can be seen.'),
  },
  'Send an object with a text, and nothing else.',
)
export type NoteInput = z.infer<typeof NoteInput>

export const Note = z.object({
  id: z.uuid(),
  text: z.string(),
  author: z.object({ id: z.string(), name: z.string() }),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type Note = z.infer<typeof Note>

function toNote({ createdAt, updatedAt, ...row }: NoteRow): Note {
  return { ...row, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() }
}

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

/** `POST /api/notes`: 201 with the note and its address; `revoked` for a deleted account. @throws {UnavailableError} */
export async function answerNewNote(request: Request, { body, session }: Caller): Promise<Response | 'revoked'> {
  const input = parseJson(request, body, NoteInput)
  if (input instanceof Response) return input

  const row = await insertNote(session.userId, input.text)
  if (!row) return 'revoked'

  const note = toNote(row)
  return Response.json(note, { status: 201, headers: { Location: `${routes.notes}/${note.id}` } })
}

/** `GET /api/notes/ID`. @throws {UnavailableError} */
export async function answerNote(id: string): Promise<Response> {
  const row = isNoteId(id) ? await findNote(id) : null
  return row ? Response.json(toNote(row)) : problem('not_found')
}

/** `PATCH /api/notes/ID`: 200 with the note as it is now. @throws {UnavailableError} */
export async function answerChangedNote(request: Request, { body }: Caller, id: string): Promise<Response> {
  const input = parseJson(request, body, NoteInput)
  if (input instanceof Response) return input

  const row = isNoteId(id) ? await updateNote(id, input.text) : null
  return row ? Response.json(toNote(row)) : problem('not_found')
}

/** `DELETE /api/notes/ID`: 204, and 404 the second time. @throws {UnavailableError} */
export async function answerDeletedNote(id: string): Promise<Response> {
  const isDeleted = isNoteId(id) && (await deleteNote(id))
  return isDeleted ? new Response(null, { status: 204 }) : problem('not_found')
}

const isNoteId = (id: string) => z.uuid().safeParse(id).success

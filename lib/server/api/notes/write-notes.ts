import 'server-only'
import * as z from 'zod'
import { deleteNote, findNote, insertNote, updateNote } from '@/lib/db/notes'
import { routes } from '@/lib/routes'
import { NoteInput, toNote } from '@/lib/server/api/notes/note'
import type { Caller } from '@/lib/server/guards/answer-caller'
import { parseJson } from '@/lib/server/http/body'
import { problem } from '@/lib/server/http/problem'

/** `POST /api/notes`: 201 with the note and its address; `revoked` when its author is gone. @throws {UnavailableError} */
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

// feature: notes (this file)
import 'server-only'
import { Note, NotesQuery } from '@/lib/server/api/notes/notes'
import { byCaller, schemaOf } from '@/lib/server/api/openapi/components'
import {
  type ApiAnswer,
  json,
  located,
  notStored,
  type Operation,
  type Parameter,
  type Paths,
} from '@/lib/server/api/openapi/operation'
import { preflight, toCaller } from '@/lib/server/api/openapi/refusals'

const queryParameters: readonly Parameter[] = Object.entries(NotesQuery.shape).map(([name, schema]) => ({
  name,
  in: 'query',
  required: false,
  schema: schemaOf(schema),
}))

const id: Parameter = { name: 'id', in: 'path', required: true, schema: schemaOf(Note.shape.id) }

const requestBody = { required: true, content: json('NoteInput') } satisfies Operation['requestBody']
const theNote: ApiAnswer = { description: 'The note.', headers: notStored, content: json('Note') }

const reading = { tags: ['notes'], security: byCaller('notes:read') } satisfies Partial<Operation>
const writing = { tags: ['notes'], security: byCaller('notes:write') } satisfies Partial<Operation>
const toWriter = ['forbidden', 'cross_site'] as const
const toSender = [...toWriter, 'invalid', 'too_large', 'unsupported_media_type'] as const

export const notesPaths: Paths = {
  '/api/notes': {
    get: {
      ...reading,
      operationId: 'listNotes',
      summary: 'A page of notes, newest first.',
      parameters: queryParameters,
      responses: {
        200: { description: 'The page.', headers: notStored, content: json('NotePage') },
        ...toCaller('invalid', 'forbidden'),
      },
    },
    post: {
      ...writing,
      operationId: 'createNote',
      summary: 'Writes a note.',
      requestBody,
      responses: { 201: { ...theNote, headers: { ...located, ...notStored } }, ...toCaller(...toSender) },
    },
    options: preflight({ operationId: 'preflightNotes', tags: ['notes'] }),
  },
  '/api/notes/{id}': {
    get: {
      ...reading,
      operationId: 'getNote',
      summary: 'One note.',
      parameters: [id],
      responses: { 200: theNote, ...toCaller('forbidden', 'not_found') },
    },
    patch: {
      ...writing,
      operationId: 'changeNote',
      summary: 'Changes the text of a note.',
      parameters: [id],
      requestBody,
      responses: { 200: theNote, ...toCaller(...toSender, 'not_found') },
    },
    delete: {
      ...writing,
      operationId: 'deleteNote',
      summary: 'Deletes a note.',
      parameters: [id],
      responses: {
        204: { description: 'Deleted.', headers: notStored },
        ...toCaller(...toWriter, 'not_found'),
      },
    },
    options: preflight({ operationId: 'preflightNote', tags: ['notes'], parameters: [id] }),
  },
}

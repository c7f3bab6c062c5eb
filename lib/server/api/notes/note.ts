import 'server-only'
import * as z from 'zod'
import type { NoteRow } from '@/lib/db/notes'
import { isStorable } from '@/lib/server/http/body'

/** What is sent to write a note. Unknown fields are refused: whoever sends one expects something of it. */
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

export function toNote({ createdAt, updatedAt, ...row }: NoteRow): Note {
  return { ...row, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() }
}

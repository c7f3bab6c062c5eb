import 'server-only'
import * as z from 'zod'

type Sentences<T> = { [Field in keyof T]?: string }

/** One sentence per field: the first that went wrong. */
export function firstErrors<T>(error: z.ZodError<T>): Sentences<T> {
  const fields: [string, string[] | undefined][] = Object.entries(z.flattenError(error).fieldErrors)
  return Object.fromEntries(fields.map(([field, sentences]) => [field, sentences?.[0]]))
}

import 'server-only'
import type * as z from 'zod'

/** One sentence per field, the first that went wrong, in the order of the form; `body` is the whole. */
export function firstErrors(error: z.ZodError): Record<string, string> {
  const sentences = new Map<string, string>()
  for (const { path, message } of error.issues) {
    const field = String(path[0] ?? 'body')
    if (!sentences.has(field)) sentences.set(field, message)
  }
  return Object.fromEntries(sentences)
}

import 'server-only'
import type * as z from 'zod'

/** One sentence per field: the first that went wrong. */
export function firstErrors(error: z.ZodError): Record<string, string> {
  const sentences = error.issues.map(({ path, message }): [string, string] => [String(path[0]), message])
  return Object.fromEntries(sentences.toReversed())
}

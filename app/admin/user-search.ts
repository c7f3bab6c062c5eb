import * as z from 'zod'
import { isStorable } from '@/lib/server/is-storable'

const UserId = z.string().min(1).max(64).refine(isStorable).optional().catch(undefined)

const Params = z.object({
  q: z
    .string('Search for one thing at a time.')
    .trim()
    .max(100, 'Search for 100 characters or fewer.')
    .refine(isStorable, 'Search for characters that can be seen.')
    .default(''),
  after: UserId,
  before: UserId,
})

/** What the address asks for. @returns a sentence where it cannot be looked for */
export function readUserSearch(params: unknown) {
  const input = Params.safeParse(params)
  if (!input.success) return { error: input.error.issues[0]?.message ?? 'Search for something else.' }

  const { q, after, before } = input.data
  if (after) return { words: q, from: { userId: after, direction: 'after' as const } }
  return { words: q, from: before ? { userId: before, direction: 'before' as const } : undefined }
}

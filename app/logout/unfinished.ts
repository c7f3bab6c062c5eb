import * as z from 'zod'
import { isStorable } from '@/lib/server/http/body'

/** A logout whose revocation could not be published: what the login page's address and its form say about it. */
export const UnfinishedLogout = z.discriminatedUnion('logout', [
  z.object({ logout: z.literal('unfinished'), session: z.array(z.string().regex(/^[\w-]{1,64}$/)).max(10) }),
  // The mark shows that the browser had a session of this account: a caller cannot name the accounts of others.
  z.object({
    logout: z.literal('everywhere_unfinished'),
    user: z.string().min(1).max(64).refine(isStorable),
    mark: z.string().max(64),
  }),
  z.object({ logout: z.literal('everyone_unfinished'), next: z.string().max(254).optional() }),
])
export type UnfinishedLogout = z.infer<typeof UnfinishedLogout>

/** @returns names and values, for a query and for hidden fields */
export const unfinishedEntries = (left: UnfinishedLogout): [name: string, value: string][] =>
  Object.entries(left).flatMap(([name, value = []]) => [value].flat().map((one): [string, string] => [name, one]))

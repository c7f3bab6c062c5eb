import * as z from 'zod'
import { describedBy, FieldError } from '@/app/ui/form/field'
import { PageLink } from '@/app/ui/page/link'
import { routes } from '@/lib/routes'
import { isStorable } from '@/lib/server/http/body'

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

/** A GET: the search is in the address, so it can be kept, and leafing through it needs no JavaScript. */
export function SearchForm({ words, error }: { words: string; error: string | undefined }) {
  return (
    <search className="mt-6 block max-w-xl">
      <form action={routes.admin} method="get">
        <label htmlFor="q" className="mb-1 block font-medium">
          Name or e-mail contains
        </label>
        <div className="flex flex-wrap items-center gap-3">
          <input
            id="q"
            name="q"
            type="search"
            defaultValue={words}
            autoComplete="off"
            aria-invalid={error !== undefined}
            aria-describedby={describedBy('q', { error })}
            className="input sm:w-80"
          />
          <button type="submit" className="button button-quiet">
            Search
          </button>
          {words !== '' && (
            <PageLink href={routes.admin} className="link flex min-h-11 items-center">
              Show everyone
            </PageLink>
          )}
        </div>
        <FieldError name="q" error={error} />
      </form>
    </search>
  )
}

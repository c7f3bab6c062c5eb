import { describedBy, FieldError } from '@/app/ui/field'
import { PageLink } from '@/app/ui/page-link'
import { routes } from '@/lib/routes'

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

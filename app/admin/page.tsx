import type { Metadata } from 'next'
import * as z from 'zod'
import { EveryoneOut } from '@/app/admin/everyone-out'
import { AdminHeading, PageLinks, toHref } from '@/app/admin/navigation'
import { RequiredFactors } from '@/app/admin/required-factors' // feature: required-factor
import { UsersTable } from '@/app/admin/users-table'
import { PasswordNotice } from '@/app/password-notice/password-notice' // feature: notice
import { describedBy, FieldError } from '@/app/ui/form/field'
import { PageLink } from '@/app/ui/page/link'
import { PageFrame } from '@/app/ui/page/page-frame'
import { routes } from '@/lib/routes'
import { listUsers, type UserList } from '@/lib/server/admin/users'
import { requirePermission } from '@/lib/server/guards/require-session'
import { isStorable } from '@/lib/server/http/body'
import { listRequiredRoles } from '@/lib/server/second-factor/require' // feature: required-factor
import { nowInSeconds } from '@/lib/time'

export const metadata: Metadata = { title: 'Users' }

interface Props {
  searchParams: Promise<unknown>
}

export default async function AdminPage({ searchParams }: Props) {
  const session = await requirePermission('users:read', routes.admin)

  const search = readUserSearch(await searchParams)
  const list = 'error' in search ? null : await listUsers(search, nowInSeconds())
  const words = 'error' in search ? '' : search.words

  return (
    <PageFrame visitor={session}>
      <AdminHeading current={routes.admin} />
      {/* feature: notice */}
      <PasswordNotice session={session} />
      {/* end */}
      <SearchForm words={words} error={'error' in search ? search.error : undefined} />
      <section aria-label="Users found" className="mt-6">
        {list && list.users.length > 0 && <UsersTable users={list.users} ownId={session.userId} />}
        {list?.users.length === 0 && <p role="status">No user’s name or e-mail contains “{words}”.</p>}
        {list && <Leaf list={list} words={words} />}
        {/* model: sealed */}
        <p className="mt-5 max-w-2xl text-sm text-ink-soft">
          A sealed session exists only in its cookie, so it cannot be counted. “Log out everywhere” ends it too.
        </p>
        {/* end */}
      </section>
      <RequiredFactors required={await listRequiredRoles()} /> {/* feature: required-factor */}
      <EveryoneOut />
    </PageFrame>
  )
}

function Leaf({ list, words }: { list: UserList; words: string }) {
  const link = (place: 'before' | 'after', text: string) => {
    const userId = list[place]
    return userId === null ? null : { href: toHref(routes.admin, { q: words, [place]: userId }), text }
  }
  return <PageLinks back={link('before', 'Previous page')} on={link('after', 'Next page')} />
}

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

/** Reads the search from the address. @returns a sentence for the form where the search is invalid */
function readUserSearch(params: unknown) {
  const input = Params.safeParse(params)
  if (!input.success) return { error: input.error.issues[0]?.message ?? 'Search for something else.' }

  const { q, after, before } = input.data
  if (after) return { words: q, from: { userId: after, direction: 'after' as const } }
  return { words: q, from: before ? { userId: before, direction: 'before' as const } : undefined }
}

/** A GET form: the search is in the address, so it can be bookmarked, and its pages work without JavaScript. */
function SearchForm({ words, error }: { words: string; error: string | undefined }) {
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

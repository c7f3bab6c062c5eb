import type { Metadata } from 'next'
import { EveryoneOut } from '@/app/admin/everyone-out'
import { AdminHeading, PageLinks, toHref } from '@/app/admin/navigation'
import { readUserSearch, SearchForm } from '@/app/admin/user-search'
import { UsersTable } from '@/app/admin/users-table'
import { PasswordNotice } from '@/app/password-notice/password-notice' // feature: notice
import { PageFrame } from '@/app/ui/page/page-frame'
import { routes } from '@/lib/routes'
import { listUsers, type UserList } from '@/lib/server/admin/users'
import { requirePermission } from '@/lib/server/guards/require-session'
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
        {list?.users.length === 0 && <p role="status">Nobody’s name or e-mail contains “{words}”.</p>}
        {list && <Leaf list={list} words={words} />}
        <p className="mt-5 max-w-2xl text-sm text-ink-soft">
          Counted are stored and signed sessions. A sealed one is nowhere but in its cookie, so nobody can count it;
          “Log out everywhere” ends it too.
        </p>
      </section>
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

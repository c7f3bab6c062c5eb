import type { Metadata } from 'next'
import { CookieNote, UnkeptCookies } from '@/app/login/cookie-note'
import { EndedSession } from '@/app/login/ended-session'
import { LoginForm } from '@/app/login/login-form'
import { SeededPeople } from '@/app/login/seeded-people'
import { LogoutNote } from '@/app/logout/logout-note'
import { PageHeading } from '@/app/ui/page/heading'
import { PageLink } from '@/app/ui/page/link'
import { PageFrame } from '@/app/ui/page/page-frame'
import { routes, toDestination } from '@/lib/routes'
import { hasSeededPeople } from '@/lib/server/account/demo-people'
import { getSession } from '@/lib/server/guards/require-session'
import { models } from '@/lib/session/models' // model: several

export const metadata: Metadata = { title: 'Log in' }

type SearchParams = Record<string, string | string[] | undefined>

interface Props {
  searchParams: Promise<SearchParams>
}

export default async function LoginPage({ searchParams }: Props) {
  const session = await getSession()
  const wanted = await searchParams
  const model = models.find((name) => name === wanted.model) ?? models[0] // model: several

  return (
    <PageFrame visitor={session}>
      <div className="mx-auto max-w-lg">
        <PageHeading>Log in</PageHeading>
        {/* model: several */}
        <p className="mt-2 text-ink-soft">
          {session
            ? `You are logged in (${session.model}). Logging in again ends that session.`
            : 'Choose how this session is kept. You can choose another model at the next login.'}{' '}
          {/* feature: choose */}
          <PageLink href={routes.choose} className="link">
            Which model suits me?
          </PageLink>
          {/* end */}
        </p>
        {/* end */}
        {wanted.logout && !session && <LogoutNote cutOff={cutOffBefore(wanted)} {...unfinishedLogout(wanted)} />}
        {!wanted.logout && !session && <EndedSession isAsked={wanted.next !== undefined} />}
        <UnkeptCookies />
        <div className="sheet mt-6 p-5 sm:p-7">
          <LoginForm
            initial={{
              email: '',
              model, // model: several
              next: toDestination(wanted.next),
            }}
          />
        </div>
        <p className="mt-5">
          No account yet?{' '}
          <PageLink href={routes.signup} className="link">
            Sign up
          </PageLink>
        </p>
        {hasSeededPeople() && <SeededPeople />}
        <CookieNote />
      </div>
    </PageFrame>
  )
}

/** Whoever has cut off everyone, or themselves everywhere, lands here too. */
function cutOffBefore({ logout }: SearchParams) {
  const reach = (['everyone', 'everywhere'] as const).find((word) => String(logout).startsWith(word))
  if (!reach) return null
  return { reach, end: logout === reach ? ('ended' as const) : ('unfinished' as const) }
}

function unfinishedLogout({ logout, session = [], retry }: SearchParams) {
  const isRefused = typeof retry === 'string' && /^\d{1,4}$/.test(retry)
  return { unfinished: logout === 'unfinished' ? [session].flat() : [], retryAfter: isRefused ? Number(retry) : null }
}

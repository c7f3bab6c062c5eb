import type { Metadata } from 'next'
import { CookieNote } from '@/app/login/cookie-note'
import { LoginForm } from '@/app/login/login-form'
import {
  EndedSession,
  ResetNote, // feature: mail
  UnkeptCookies,
} from '@/app/login/notes'
import { SeededPeople } from '@/app/login/seeded-people'
import { LogoutNote } from '@/app/logout/logout-note'
import { PageHeading } from '@/app/ui/page/heading'
import { PageLink } from '@/app/ui/page/link'
import { PageFrame } from '@/app/ui/page/page-frame'
import { routes, toDestination } from '@/lib/routes'
import { hasSeededPeople } from '@/lib/server/account/log-in'
import { getSession } from '@/lib/server/guards/require-session'
import { isMailOn } from '@/lib/server/mail/smtp' // feature: mail
import { models } from '@/lib/session/models' // model: several

export const metadata: Metadata = { title: 'Log in' }

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
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
            ? `You are logged in (${session.model}). Logging in again ends this session.`
            : 'Choose how we store this session. You can choose another model at the next login.'}{' '}
          {/* feature: choose */}
          <PageLink href={routes.choose} className="link">
            Which model suits me?
          </PageLink>
          {/* end */}
        </p>
        {/* end */}
        {wanted.logout && !session && <LogoutNote query={wanted} />}
        {/* feature: mail */}
        {(wanted.reset === 'done' || wanted.reset === 'restored') && !session && <ResetNote reset={wanted.reset} />}
        {/* end */}
        {!wanted.logout && !session && <EndedSession isAsked={wanted.next !== undefined} />}
        <UnkeptCookies />
        <div className="sheet mt-6 p-5 sm:p-7">
          <LoginForm
            initial={{
              email: '',
              model, // model: several
              persistent: true,
              next: toDestination(wanted.next),
            }}
          />
        </div>
        <p className="mt-5">
          {/* feature: mail */}
          {isMailOn() && (
            <>
              <PageLink href={routes.forgotPassword} className="link">
                Forgotten your password?
              </PageLink>
              <br />
            </>
          )}
          {/* end */}
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

import Link from 'next/link'
import { LogoutForm } from '@/app/logout/logout-form'
import { ModelBadge } from '@/app/ui/model-badge'
import { ModelMark } from '@/app/ui/model-mark'
import { routes } from '@/lib/routes'
import type { Session } from '@/lib/session/session'

/** An error page cannot tell who is there; whoever is logged in must still find the way out. */
export type Visitor = Session | null | 'unknown'

function Brand() {
  return (
    <Link href={routes.home} className="flex min-h-11 items-center gap-2.5">
      <span className="flex gap-1">
        <ModelMark model="signed" />
        <ModelMark model="sealed" />
        <ModelMark model="stored" />
      </span>
      <span className="font-serif text-lg leading-tight font-semibold">Signed, Sealed, Stored</span>
    </Link>
  )
}

function StrangerLinks() {
  return (
    <>
      <Link href={routes.login} className="link flex min-h-11 items-center">
        Log in
      </Link>
      <Link href={routes.signup} className="link flex min-h-11 items-center">
        Sign up
      </Link>
    </>
  )
}

function VisitorLinks({ session }: { session: Session }) {
  return (
    <>
      <ModelBadge model={session.model} />
      {/* A prefetched private page would outlive the session in the browser's memory. */}
      <Link href={routes.dashboard} prefetch={false} className="link flex min-h-11 items-center">
        Dashboard
      </Link>
    </>
  )
}

/** What it shows is what the page found out: the header checks nothing by itself. Log out: ASVS 7.4.4. */
export function SiteHeader({ visitor }: { visitor: Visitor }) {
  return (
    <header className="border-b border-rule">
      <div className="airmail" />
      <div className="mx-auto flex max-w-6xl flex-wrap items-center justify-between gap-x-8 gap-y-1 px-4 py-3 sm:px-6">
        <Brand />
        <nav aria-label="Main" className="flex flex-wrap items-center gap-x-5 gap-y-1">
          {visitor === null && <StrangerLinks />}
          {visitor !== null && visitor !== 'unknown' && <VisitorLinks session={visitor} />}
          {visitor !== null && <LogoutForm />}
        </nav>
      </div>
    </header>
  )
}

import { LogoutForm } from '@/app/logout/logout-form'
import { WhileSignedIn } from '@/app/ui/form/rendered-for'
import { ModelBadge } from '@/app/ui/models/badge' // model: several
import { ModelMark } from '@/app/ui/models/mark' // model: several
import { PageLink, ReloadLink } from '@/app/ui/page/link'
import type { Messages } from '@/app/ui/page/messages'
import { PlaceLink } from '@/app/ui/page/place-link'
import { routes, siteName } from '@/lib/routes'
import { models } from '@/lib/session/models' // model: several
import { isPermitted, type Permission } from '@/lib/session/permissions'
import type { Session } from '@/lib/session/session'

/** `unknown`: an error page cannot check the session. It shows "Log out", which a logged-in user must always find. */
export type HeaderVisitor = Pick<Session, 'role' | 'model'> | null | 'unknown'

function Brand() {
  return (
    <PageLink href={routes.home} className="flex min-h-11 items-center gap-2 sm:gap-2.5">
      {/* model: several */}
      <span className="flex gap-1">
        {models.map((model) => (
          <ModelMark key={model} model={model} className="size-4 sm:size-5" />
        ))}
      </span>
      {/* end */}
      <span className="font-serif leading-tight sm:text-lg lg:text-base font-semibold xl:whitespace-nowrap">
        {siteName}
      </span>
    </PageLink>
  )
}

function StrangerLinks({ t }: { t: Messages }) {
  return (
    <>
      <PlaceLink href={routes.login}>{t.logIn}</PlaceLink>
      <PlaceLink href={routes.signup}>{t.signUp}</PlaceLink>
    </>
  )
}

/** Every tab keeps "Log out". */
function OtherAccount({ t }: { t: Messages }) {
  return (
    <>
      <p role="status">
        {t.otherAccount} <ReloadLink className="link">{t.reload}</ReloadLink>
      </p>
      <LogoutForm label={t.logOut} />
    </>
  )
}

const places: readonly Place[] = [
  { href: routes.dashboard, name: 'dashboard' },
  { href: routes.sessions, name: 'sessions' },
  { href: routes.tokens, name: 'tokens' }, // feature: tokens
  { href: routes.account, name: 'account' },
  { href: routes.admin, name: 'admin', needs: 'users:read' }, // feature: admin
]

interface Place {
  href: string
  name: keyof Messages
  needs?: Permission
}

/** Hides links only: the page behind the link checks the permission itself. */
const mayVisit = ({ role }: Pick<Session, 'role'>, { needs }: Place) => !needs || isPermitted(role, needs)

function VisitorLinks({ session, t }: { session: Pick<Session, 'role' | 'model'>; t: Messages }) {
  return (
    <>
      {places
        .filter((place) => mayVisit(session, place))
        .map(({ href, name }) => (
          <PlaceLink key={href} href={href}>
            {t[name]}
          </PlaceLink>
        ))}
      {/* model: several */}
      <ModelBadge model={session.model} label={t.model} />
      {/* end */}
    </>
  )
}

interface Props {
  visitor: HeaderVisitor
  t: Messages
  // feature: lab
  /** Whether this deployment has a lab. */
  hasLab: boolean
  // end
}

/**
 * Shows the result of the page's check and checks nothing itself. Log out: ASVS 7.4.4. On narrow screens the links are a popover,
 * which opens and closes without JavaScript. On wide screens globals.css shows it in the header.
 */
export function SiteHeader({
  visitor,
  t,
  hasLab, // feature: lab
}: Props) {
  return (
    <header className="border-b border-rule">
      <div className="airmail" />
      <div className="mx-auto flex max-w-6xl items-center justify-between gap-x-3 px-4 py-3 max-lg:has-[[role=status]:not(:empty)]:flex-wrap sm:px-6 lg:gap-x-6">
        <Brand />
        <button type="button" popoverTarget="menu" className="button button-quiet lg:hidden">
          {t.menu}
        </button>
        <nav id="menu" popover="auto" aria-label={t.main} className="menu">
          {/* feature: choose */}
          <PlaceLink href={routes.choose}>{t.choose}</PlaceLink>
          {/* end */}
          {/* feature: claims */}
          <PlaceLink href={routes.claims}>{t.claims}</PlaceLink>
          {/* end */}
          {/* feature: lab */}
          {hasLab && <PlaceLink href={routes.lab}>{t.lab}</PlaceLink>}
          {/* end */}
          <WhileSignedIn ended={<StrangerLinks t={t} />} other={<OtherAccount t={t} />}>
            {visitor === null && <StrangerLinks t={t} />}
            {visitor !== null && visitor !== 'unknown' && <VisitorLinks session={visitor} t={t} />}
            {visitor !== null && <LogoutForm label={t.logOut} />}
          </WhileSignedIn>
          {/* Aligned to the right, the links would move while the page streams in: globals.css shows them once this mark exists. */}
          <span data-end hidden />
        </nav>
      </div>
    </header>
  )
}

import { LogoutForm } from '@/app/logout/logout-form'
import { WhileSignedIn } from '@/app/ui/form/rendered-for'
import { ModelBadge } from '@/app/ui/models/badge' // model: several
import { ModelMark } from '@/app/ui/models/pictures' // model: several
import { PageLink } from '@/app/ui/page/link'
import { PlaceLink } from '@/app/ui/page/place-link'
import { ReloadLink } from '@/app/ui/page/reload-link'
import { routes, siteName } from '@/lib/routes'
import { models } from '@/lib/session/models' // model: several
import { isPermitted, type Permission } from '@/lib/session/permissions'
import type { Session } from '@/lib/session/session'

/** An error page cannot tell who is there; whoever is logged in must still find the way out. */
export type HeaderVisitor = Session | null | 'unknown'

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
      <span className="font-serif leading-tight sm:text-lg font-semibold">{siteName}</span>
    </PageLink>
  )
}

function StrangerLinks() {
  return (
    <>
      <PlaceLink href={routes.login}>Log in</PlaceLink>
      <PlaceLink href={routes.signup}>Sign up</PlaceLink>
    </>
  )
}

/** A logout stays possible from every tab. */
function OtherAccount() {
  return (
    <>
      <p role="status">
        You are logged in with another account now. <ReloadLink className="link">Load the page again</ReloadLink>
      </p>
      <LogoutForm />
    </>
  )
}

const places: readonly Place[] = [
  { href: routes.dashboard, name: 'Dashboard' },
  { href: routes.sessions, name: 'Sessions' },
  { href: routes.tokens, name: 'Tokens' }, // feature: tokens
  { href: routes.account, name: 'Account' },
  { href: routes.admin, name: 'Admin', needs: 'users:read' }, // feature: admin
]

interface Place {
  href: string
  name: string
  needs?: Permission
}

/** A courtesy: the page behind the link asks by itself. */
const mayVisit = ({ role }: Session, { needs }: Place) => !needs || isPermitted(role, needs)

function VisitorLinks({ session }: { session: Session }) {
  return (
    <>
      {places
        .filter((place) => mayVisit(session, place))
        .map(({ href, name }) => (
          <PlaceLink key={href} href={href}>
            {name}
          </PlaceLink>
        ))}
      {/* model: several */}
      <ModelBadge model={session.model} />
      {/* end */}
    </>
  )
}

interface Props {
  visitor: HeaderVisitor
  // feature: lab
  /** Whether this deployment has a lab. */
  hasLab: boolean
  // end
}

/**
 * What it shows is what the page found out: the header checks nothing by itself. Log out: ASVS 7.4.4. On narrow screens the links
 * are a popover, which opens and closes without JavaScript; on wide ones globals.css shows it in the header.
 */
export function SiteHeader({
  visitor,
  hasLab, // feature: lab
}: Props) {
  return (
    <header className="border-b border-rule">
      <div className="airmail" />
      <div className="mx-auto flex max-w-6xl items-center justify-between gap-x-3 px-4 py-3 max-lg:has-[[role=status]:not(:empty)]:flex-wrap sm:px-6 lg:gap-x-8">
        <Brand />
        <button type="button" popoverTarget="menu" className="button button-quiet lg:hidden">
          Menu
        </button>
        <nav id="menu" popover="auto" aria-label="Main" className="menu">
          {/* feature: choose */}
          <PlaceLink href={routes.choose}>Which model?</PlaceLink>
          {/* end */}
          {/* feature: lab */}
          {hasLab && <PlaceLink href={routes.lab}>Lab</PlaceLink>}
          {/* end */}
          <WhileSignedIn ended={<StrangerLinks />} other={<OtherAccount />}>
            {visitor === null && <StrangerLinks />}
            {visitor !== null && visitor !== 'unknown' && <VisitorLinks session={visitor} />}
            {visitor !== null && <LogoutForm />}
          </WhileSignedIn>
          {/* Aligned to the right it would move with each part that arrives: nothing of it is shown before all of it. */}
          <span data-end hidden />
        </nav>
      </div>
    </header>
  )
}

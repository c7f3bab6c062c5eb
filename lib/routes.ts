/** Our own addresses, named once. Client components may import this file. */
export const routes = {
  home: '/',
  login: '/login',
  signup: '/signup',
  dashboard: '/dashboard',
  sessions: '/sessions',
  tokens: '/tokens', // feature: tokens
  account: '/account',
  admin: '/admin', // feature: admin
  audit: '/admin/audit', // feature: admin
  choose: '/choose', // feature: choose
  unavailable: '/unavailable',
  lab: '/lab', // feature: lab
  renew: '/api/session/renew',
  cspReport: '/api/csp-report',
  openapi: '/api/openapi.json', // feature: openapi
  me: '/api/me',
  notes: '/api/notes', // feature: notes
  token: '/api/token', // feature: tokens
  revokeToken: '/api/token/revoke', // feature: tokens
} as const

/** In the header and in the title of every page. */
export const siteName = 'Signed, Sealed, Stored'

// feature: keep
/** The repository, as in `repository` of package.json and in the README's Deploy button: put your own in all three. */
// end, otherwise: /** The repository, as in package.json. */
export const source = 'https://github.com/OWNER/signed-sealed-stored'
export const documents = `${source}/tree/main/docs`

/** Pages that need a login. Whatever lies below one of these needs it too. */
const protectedRoutes = [
  routes.dashboard,
  routes.sessions,
  routes.tokens, // feature: tokens
  routes.account,
  routes.admin, // feature: admin
] as const

/** Pages that show or change who may do what. A copy of the revocations is not good enough for them. */
const strictRoutes = [
  routes.sessions,
  routes.account,
  routes.admin, // feature: admin
] as const

/** Where a login may lead: a list, not a clever check, because `/.//evil.com` passes every clever check (ASVS 3.7.2). */
const destinations = [
  ...protectedRoutes,
  routes.audit, // feature: admin
] as const
export type Destination = (typeof destinations)[number]

/** @returns the destination if it is one of ours, otherwise the dashboard. */
export function toDestination(wanted: unknown): Destination {
  return destinations.find((route) => route === wanted) ?? routes.dashboard
}

/** Of a page that the browser was sent back to, after it has renewed its session itself. */
const renewalMark = 'renewal'

/** Where a browser renews its session itself, and from where it is sent back to this page. */
export function renewalPath(pathname: string, search: string): string {
  return `${routes.renew}?${new URLSearchParams({ next: `${pathname}${search}` })}`
}

/** The way back: one of our own pages, with the query that it had. The mark keeps a browser from going in circles. */
export function renewedPath(next: string): string {
  const [pathname, ...search] = next.split('?')
  const query = new URLSearchParams(search.join('?'))
  query.set(renewalMark, 'done')
  return `${toDestination(pathname)}?${query}`
}

export const isRenewed = (search: string) => new URLSearchParams(search).has(renewalMark)

export const isProtected = (pathname: string) => isBelow(protectedRoutes, pathname)
export const isStrict = (pathname: string) => isBelow(strictRoutes, pathname)

function isBelow(parents: readonly string[], pathname: string): boolean {
  return parents.some((route) => pathname === route || pathname.startsWith(`${route}/`))
}

export function loginPath(next: string): string {
  return `${routes.login}?${new URLSearchParams({ next: toDestination(next) })}`
}

/** Our own addresses, defined once. Client components may import this file. */
export const routes = {
  home: '/',
  login: '/login',
  secondFactor: '/login/second-factor', // feature: second-factor
  signup: '/signup',
  forgotPassword: '/forgot-password', // feature: mail
  resetPassword: '/reset-password', // feature: mail
  verifyEmail: '/verify-email', // feature: mail
  restoreEmail: '/reset-password/address', // feature: mail
  notMe: '/reset-password/not-me', // feature: mail
  mailbox: '/mailbox', // feature: mail
  dashboard: '/dashboard',
  sessions: '/sessions',
  tokens: '/tokens', // feature: tokens
  account: '/account',
  security: '/account/security', // feature: second-factor
  admin: '/admin', // feature: admin
  audit: '/admin/audit', // feature: admin
  choose: '/choose', // feature: choose
  claims: '/claims', // feature: claims
  unavailable: '/unavailable',
  lab: '/lab', // feature: lab
  renew: '/api/session/renew',
  cspReport: '/api/csp-report',
  openapi: '/api/openapi.json', // feature: openapi
  passkeyOptions: '/api/passkeys/options', // feature: second-factor
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

/** Pages that need a login. All pages below one of these need it too. */
const protectedRoutes = [
  routes.dashboard,
  routes.sessions,
  routes.tokens, // feature: tokens
  routes.account,
  routes.admin, // feature: admin
] as const

/** Pages that show or change permissions or sessions. They are checked strictly, never by the local replica. */
const strictRoutes = [
  routes.sessions,
  routes.account,
  routes.admin, // feature: admin
] as const

/** The possible destinations after a login. A list, because `/.//evil.com` passes checks of the URL (open redirect, ASVS 3.7.2). */
const destinations = [
  ...protectedRoutes,
  routes.audit, // feature: admin
  routes.security, // feature: second-factor
] as const
export type Destination = (typeof destinations)[number]

/** @returns the destination if it is one of ours, otherwise the dashboard. */
export function toDestination(wanted: unknown): Destination {
  return destinations.find((route) => route === wanted) ?? routes.dashboard
}

/** Marks a page to which the browser was redirected back after it has renewed its session itself. */
const renewalMark = 'renewal'

/** The address at which a browser renews its session itself, and which redirects back to this page. */
export function renewalPath(pathname: string, search: string): string {
  return `${routes.renew}?${new URLSearchParams({ next: `${pathname}${search}` })}`
}

/** The way back: one of our own pages, with its query. The mark prevents a redirect loop. */
export function renewedPath(next: string): string {
  const [pathname, ...search] = next.split('?')
  const query = new URLSearchParams(search.join('?'))
  query.set(renewalMark, 'done')
  return `${toDestination(pathname)}?${query}`
}

export const isRenewed = (search: string) => new URLSearchParams(search).has(renewalMark)

// feature: chinese
/** Pages that exist in several languages. */
const translatedRoutes = [
  routes.home,
  routes.choose, // feature: choose
  routes.claims, // feature: claims
] as const

export const isTranslated = (pathname: string) => translatedRoutes.some((route) => route === pathname)

/** Where the choice of a language leads: one of the translated pages with its query, otherwise the home page. */
export function translatedPath(pathname: string, search: string): string {
  const query = new URLSearchParams(search).toString()
  const route = translatedRoutes.find((known) => known === pathname) ?? routes.home
  return query === '' ? route : `${route}?${query}`
}
// end

export const isProtected = (pathname: string) => isBelow(protectedRoutes, pathname)
export const isStrict = (pathname: string) => isBelow(strictRoutes, pathname)

function isBelow(parents: readonly string[], pathname: string): boolean {
  return parents.some((route) => pathname === route || pathname.startsWith(`${route}/`))
}

export function loginPath(next: string): string {
  return `${routes.login}?${new URLSearchParams({ next: toDestination(next) })}`
}

/** Our own addresses, named once. Client components may import this file. */
export const routes = {
  home: '/',
  login: '/login',
  signup: '/signup',
  dashboard: '/dashboard',
  renew: '/api/session/renew',
} as const

/** Pages that need a login. Whatever lies below one of these needs it too. */
const protectedRoutes = [routes.dashboard] as const

/** Where a login may lead: a list, not a clever check, because `/.//evil.com` passes every clever check (ASVS 3.7.2). */
const destinations = [routes.dashboard] as const
export type Destination = (typeof destinations)[number]

/** @returns the destination if it is one of ours, otherwise the dashboard. */
export function toDestination(wanted: unknown): Destination {
  return destinations.find((route) => route === wanted) ?? routes.dashboard
}

export function isProtected(pathname: string): boolean {
  return protectedRoutes.some((route) => pathname === route || pathname.startsWith(`${route}/`))
}

export function loginPath(next: string): string {
  return `${routes.login}?${new URLSearchParams({ next: toDestination(next) })}`
}

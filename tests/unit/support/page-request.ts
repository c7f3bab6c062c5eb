import type { PageRequest } from '@/lib/edge/guard-page'
import type { IssuedCookie } from '@/lib/session/cookies'

/** A request for a page, as far as the guard reads it. */
export function askFor(
  path: string,
  cookies: readonly IssuedCookie[] = [],
  headers: Record<string, string> = {},
  method = 'GET',
  form = new FormData(),
): PageRequest {
  const [pathname, search] = path.split('?')
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  return {
    method,
    formData: async () => form,
    headers: new Headers(cookie ? { ...headers, cookie } : headers),
    cookies: { get: (name) => cookies.find((one) => one.name === name) },
    nextUrl: {
      pathname: pathname ?? '',
      search: search === undefined ? '' : `?${search}`,
      origin: 'http://localhost:3000',
    },
  }
}

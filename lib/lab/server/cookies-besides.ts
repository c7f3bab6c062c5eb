import 'server-only'
import { cookieNames, nameInHttp } from '@/lib/session/cookies'

/**
 * Cookies that a protected preview deployment requires. Copied as they were sent, because decoded they may be an
 * invalid header; our own credentials are excluded.
 */
export function cookiesBesides(headers: Pick<Headers, 'get'>): string {
  const ours: readonly string[] = Object.values(cookieNames).flatMap((name) => [name, nameInHttp(name)])
  return (headers.get('cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '' && !ours.includes(pair.split('=', 1)[0] ?? ''))
    .join('; ')
}

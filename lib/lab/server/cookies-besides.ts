import 'server-only'
import { cookieNames, nameInHttp } from '@/lib/session/cookies'

/**
 * A protected preview deployment lets nobody in without cookies of its own. As they were sent, since decoded they may be no
 * header any more; no credential of ours is among them.
 */
export function cookiesBesides(headers: Pick<Headers, 'get'>): string {
  const ours: readonly string[] = Object.values(cookieNames).flatMap((name) => [name, nameInHttp(name)])
  return (headers.get('cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '' && !ours.includes(pair.split('=', 1)[0] ?? ''))
    .join('; ')
}

import 'server-only'
import { isOwnOrigin } from '@/lib/origins'
import { bearerIn } from '@/lib/session/presented'

/**
 * Whether a request would change something by a cookie that the browser adds to whatever it sends, and comes from a page that
 * is not ours (ASVS 3.5.1). A bearer token is added by nobody but its holder.
 */
export function isForeignWrite({ method, headers }: Pick<Request, 'method' | 'headers'>): boolean {
  return !isSafe(method) && bearerIn(headers) === null && !isOwnOrigin(headers)
}

/** RFC 9110, section 9.2.1. */
export const isSafe = (method: string) => method === 'GET' || method === 'HEAD' || method === 'OPTIONS'

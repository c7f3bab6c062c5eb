import 'server-only'
import { cookies } from 'next/headers'
import { type IssuedCookie, nameInHttp } from '@/lib/session/cookies'

/** Only from an action or a route handler: Next throws anywhere else. */
export async function setCookies(issued: readonly IssuedCookie[]): Promise<void> {
  const jar = await cookies()
  for (const { name, value, attributes } of issued) jar.set(nameInHttp(name), value, attributes)
}

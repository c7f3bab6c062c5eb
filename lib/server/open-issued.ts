import 'server-only'
import type { Issued } from '@/lib/server/lifecycle'
import { type OpenedCredential, openPresented } from '@/lib/session/open'

/** What was issued just now, as the next request would present it: for whatever the rest of this one does with the session. */
export async function openIssued({ cookies }: Issued, now: number): Promise<OpenedCredential> {
  const jar = Object.fromEntries(cookies.map(({ name, value }) => [name, value]))
  const { credential } = await openPresented({ authorization: null, cookies: jar }, now)
  if (!credential) throw new Error('what was issued just now does not open')
  return credential
}

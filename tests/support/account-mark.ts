import { markAccount } from '@/lib/server/guards/account-mark'
import { openPresented } from '@/lib/session/open'
import type { Presented } from '@/lib/session/presented'
import { nowInSeconds } from '@/lib/time'
import { isReached } from '@/tests/support/reach'
import { request } from '@/tests/support/request'

/** The fields that bind the forms of a page to the account of this visitor; none without a session. */
export async function accountFieldOf(origin: string, headers: Readonly<Record<string, string>>, presented: Presented) {
  const mark = isReached(origin) ? await markPresented(presented) : await markOnPage(origin, headers)
  return mark === null ? {} : { account: mark }
}

async function markPresented(presented: Presented): Promise<string | null> {
  const { credential } = await openPresented(presented, nowInSeconds())
  return credential && markAccount(credential.userId)
}

/** The first page renews no session, and every page has the form of the logout. */
async function markOnPage(origin: string, headers: Readonly<Record<string, string>>): Promise<string | null> {
  const { body } = await request(origin, '/', { method: 'GET', headers })
  return body.match(/name="account" value="([^"]+)"/)?.[1] ?? null
}

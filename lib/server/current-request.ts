import 'server-only'
import { cookies, headers } from 'next/headers'
import { deviceCookie, nameInHttp } from '@/lib/session/cookies'
import { type Presented, presentedBy } from '@/lib/session/presented'

/** What the request that runs now presents, unopened: for a login and a logout, which replace and end all of it. */
export async function currentlyPresented(): Promise<Presented> {
  return presentedBy(await headers(), await cookies())
}

/** Unopened: for rate limits, which open it themselves. */
export async function currentDevice(): Promise<string | null> {
  return (await cookies()).get(nameInHttp(deviceCookie))?.value ?? null
}

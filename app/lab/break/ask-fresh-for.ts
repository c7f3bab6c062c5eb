import { OwnSession } from '@/lib/lab/own-session'
import { routes } from '@/lib/routes'

/** Renews what is due. @returns milliseconds until it is due again, by the server's clock; null for whoever has no session */
export async function askFreshFor(): Promise<number | null> {
  try {
    const response = await fetch(routes.me, { cache: 'no-store', redirect: 'error' })
    const { session } = OwnSession.parse(await response.json())
    return Date.parse(session.freshUntil) - Date.parse(response.headers.get('date') ?? '')
  } catch {
    return null
  }
}

import { getIronSession } from 'iron-session'
import { cookies } from 'next/headers'
import { setting } from '@/lib/account'

interface Data {
  id?: string
  email?: string
  visits?: number
}

/** As its documentation sets it up: fourteen days. */
export const ironSession = async () =>
  getIronSession<Data>(await cookies(), { cookieName: 'iron-session', password: setting('PEERS_SECRET') })

import { decodeJwt } from 'jose'
import { NextRequest } from 'next/server'
import * as z from 'zod'
import { GET as me } from '@/app/api/me/route'
import { POST as token } from '@/app/api/token/route'
import type { Caller } from '@/lib/server/guards/answer-caller'
import { introspectToken } from '@/lib/server/tokens/answer-introspection'
import type { IssuedCookie } from '@/lib/session/cookies'
import { nowInSeconds } from '@/lib/time'
import { letIn, look } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'

type Cookies = readonly Pick<IssuedCookie, 'name' | 'value'>[]

const Answer = z.object({ access_token: z.string().optional(), code: z.string().optional() })

/** The answer of `POST /api/token` to these cookies and headers; `code` where it is no token. */
export async function exchange(cookies: Cookies, beside: Readonly<Record<string, string>> = {}) {
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const headers = { cookie, ...beside }
  const request = () => new NextRequest('http://localhost:3000/api/token', { method: 'POST', headers })
  const response = await token(request())
  const { access_token, code } = Answer.parse(await response.json())
  return { status: response.status, token: access_token ?? '', code, setCookies: response.headers.getSetCookie() }
}

/** The answer of `GET /api/me` to this token: `200`, or why not. Strict mode, so that no replica is a second behind. */
export async function meBy(bearer: string): Promise<string> {
  const request = new NextRequest('http://localhost:3000/api/me', { headers: { authorization: `Bearer ${bearer}` } })
  const response = await withSettings({ REVOCATION_MODE: 'strict' }, async () => me(request))
  const { code } = Answer.parse(await response.json())
  return code ?? String(response.status)
}

export const isActive = async (bearer: string) => (await introspectToken(bearer, nowInSeconds())).active

const Said = z.object({ roles: z.array(z.string()), exp: z.number(), iat: z.number() })
export const saidBy = (bearer: string) => Said.parse(decodeJwt(bearer))

/** A user whose request has been checked, and who is about to receive a token. */
export async function callerWith(cookies: readonly IssuedCookie[]): Promise<Caller> {
  const now = nowInSeconds()
  return { ...(await letIn(look(cookies, now))), now, body: '' }
}

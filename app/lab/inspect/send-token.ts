// feature: tokens (this file)
import * as z from 'zod/mini'
import { AddressToken, addressTarget, Received } from '@/lib/lab/shared/address'
import { routes } from '@/lib/routes'

/** Where a copy of the token can be, as texts that the server or the browser has then. */
export const tracks = ['request', 'ownLog', 'address', 'referer', 'elsewhere'] as const
export type Track = (typeof tracks)[number]

export interface Sent {
  found: Readonly<Record<Track, string>>
  /** The status of `GET /api/me` with the token, and the code of a refusal. */
  answer: string
}

export interface AddressReport {
  token: string
  inAddress: Sent
  inHeader: Sent
}

/** Sends a token of this visitor in the header and in an address. @returns the status of a refusal; 0 without an answer */
export async function sendToken(): Promise<AddressReport | number> {
  try {
    const response = await fetch(addressTarget, { method: 'POST' })
    if (!response.ok) return response.status

    const { token } = AddressToken.parse(await response.json())
    const authorization = { Authorization: `Bearer ${token}` }
    const policy = await readPolicy()
    const inHeader = await send('', authorization, policy)
    return { token, inHeader, inAddress: await withAddress(token, (query) => send(query, {}, policy)) }
  } catch {
    return 0
  }
}

/**
 * The address of this page has the token while `work` runs. The entry of the history is replaced twice, so that afterwards
 * none of this tab has the token.
 */
async function withAddress<T>(token: string, work: (query: string) => Promise<T>): Promise<T> {
  const [before, query] = [location.href, `?access_token=${token}`]
  // With its own state, so that Next's router does not take it for a navigation.
  history.replaceState(history.state, '', query)
  try {
    return await work(query)
  } finally {
    history.replaceState(history.state, '', before)
  }
}

/** The request with the token, and then one without it, whose Referer is the address of this page. */
async function send(query: string, headers: Record<string, string>, policy: string): Promise<Sent> {
  const { request, ownLog } = await receive(query, headers)
  const { referer } = await receive('', {})
  const found = { request, ownLog, address: location.href, referer: referer ?? 'none', elsewhere: elsewhere(policy) }
  return { found, answer: await askWho(query, headers) }
}

async function receive(query: string, headers: Record<string, string>): Promise<Received> {
  const response = await fetch(`${addressTarget}${query}`, { headers, cache: 'no-store' })
  return Received.parse(await response.json())
}

/** The code of problem details, where the answer has one. */
const Refusal = z.object({ code: z.optional(z.string()) })

async function askWho(query: string, headers: Record<string, string>): Promise<string> {
  const response = await fetch(`${routes.me}${query}`, { headers, cache: 'no-store' })
  const { code = '' } = Refusal.parse(await response.json())
  return `${response.status} ${code}`.trim()
}

/** As the server sends it with this page. */
async function readPolicy(): Promise<string> {
  const { headers } = await fetch(location.pathname, { method: 'HEAD', cache: 'no-store' })
  return headers.get('referrer-policy') ?? ''
}

/**
 * The Referer of a request to another site, by the Referrer-Policy alone: the Content-Security-Policy of this page allows no
 * such request.
 */
function elsewhere(policy: string): string {
  if (['same-origin', 'no-referrer'].includes(policy)) return `none, by Referrer-Policy: ${policy}`
  if (policy === 'unsafe-url' || policy === 'no-referrer-when-downgrade') return location.href
  return location.origin
}

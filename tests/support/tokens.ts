import type { OutgoingHttpHeaders } from 'node:http'
import { decodeJwt } from 'jose'
import * as z from 'zod'
import { routes } from '@/lib/routes'
import type { Answer } from '@/tests/support/request'
import { Visitor } from '@/tests/support/visitor'

/** The configuration of another service in a deployment. No process listens at its address. */
export const service = {
  audience: 'https://service.example/api',
  id: 'a service: 100 % ours & theirs',
  secret: 'a+secret/with=signs&of:every%kind, in it',
} as const

/** The settings with which an application issues tokens for that service and answers its introspection. */
export const serviceEnv = {
  API_AUDIENCES: service.audience,
  RESOURCE_SERVER_ID: service.id,
  RESOURCE_SERVER_SECRET: service.secret,
} as const

/** HTTP Basic for OAuth: both halves are form-encoded (RFC 6749, section 2.3.1). */
export function basic(id: string = service.id, secret: string = service.secret): string {
  const encode = (text: string) => new URLSearchParams({ x: text }).toString().slice(2)
  return `Basic ${Buffer.from(`${encode(id)}:${encode(secret)}`).toString('base64')}`
}

export type FormFields = string | Record<string, string>

/** A form in OAuth's encoding, not multipart, from a page of ours. */
export function sendForm(visitor: Visitor, path: string, form: FormFields, headers: OutgoingHttpHeaders = {}) {
  const type = { 'Content-Type': 'application/x-www-form-urlencoded' }
  const own = { Origin: visitor.origin, 'Sec-Fetch-Site': 'same-origin' }
  return visitor.send('POST', path, { ...type, ...own, ...headers }, new URLSearchParams(form).toString())
}

export const TokenAnswer = z.strictObject({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.int(),
})

export const askForToken = (visitor: Visitor, form: FormFields = '') => sendForm(visitor, routes.token, form)

/** @throws when there is none: a test of refusals sends its own request */
export async function tokenFor(visitor: Visitor, form: FormFields = ''): Promise<string> {
  return TokenAnswer.parse((await askForToken(visitor, form)).json()).access_token
}

/** A program with a token: no browser, no cookie, no origin. */
export class Bearer extends Visitor {
  readonly authorization: { Authorization: string }

  constructor(app: { url: string }, token: string) {
    super(app)
    this.authorization = { Authorization: `Bearer ${token}` }
  }

  /** Sends no header that only a browser sends. */
  override send(method: string, path: string, headers: OutgoingHttpHeaders = {}, body?: Uint8Array | string) {
    const spoken = Object.entries(headers).filter(([name]) => !/^(sec-|origin)/i.test(name))
    return super.send(method, path, { ...this.authorization, ...Object.fromEntries(spoken) }, body)
  }
}

/** The introspection request of the service (RFC 7662). */
export function introspect(app: { url: string }, token: string): Promise<Answer> {
  const type = { 'Content-Type': 'application/x-www-form-urlencoded' }
  const body = new URLSearchParams({ token }).toString()
  return new Visitor(app).send('POST', '/api/token/introspect', { ...type, Authorization: basic() }, body)
}

/** The claims that tests read. */
export const claimsIn = (token: string) =>
  z
    .object({ aud: z.string(), sub: z.string(), sid: z.string(), scope: z.string(), roles: z.array(z.string()) })
    .parse(decodeJwt(token))

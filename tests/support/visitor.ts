import type { OutgoingHttpHeaders } from 'node:http'
import * as z from 'zod'
import { accountFieldOf } from '@/tests/support/account-mark'
import { type ActionCall, encodeActionCall } from '@/tests/support/client-router'
import { type Cookie, CookieJar } from '@/tests/support/cookie-jar'
import { type FormMatcher, findForm } from '@/tests/support/forms'
import { models } from '@/tests/support/models'
import { type Answer, request } from '@/tests/support/request'

/** The two forms of the answer of `GET /api/me`. */
const Me = z.object({
  user: z.object({ id: z.string(), email: z.string(), name: z.string(), role: z.string() }).optional(),
  session: z
    .object({
      id: z.string(),
      model: z.enum(models),
      startedAt: z.iso.datetime(),
      amr: z.array(z.string()),
      acr: z.string(),
      freshUntil: z.iso.datetime(),
      idleUntil: z.iso.datetime(),
      endsAt: z.iso.datetime(),
    })
    .optional(),
  code: z.string().optional(),
})
export type Me = z.infer<typeof Me> & { status: number }

const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const page = { Accept: 'text/html,application/xhtml+xml', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' }

/** A browser without JavaScript: keeps cookies, fills in forms, follows a redirect only on request. */
export class Visitor {
  readonly origin: string
  readonly jar: CookieJar

  constructor(app: { url: string }, jar = new CookieJar()) {
    this.origin = new URL(app.url).origin
    this.jar = jar
  }

  get cookies(): readonly Cookie[] {
    return this.jar.all()
  }

  /** A client with copied cookies: the two jars change independently from then on. */
  clone(): Visitor {
    return new Visitor({ url: this.origin }, this.jar.clone())
  }

  get(path: string, headers: OutgoingHttpHeaders = {}): Promise<Answer> {
    return this.send('GET', path, { ...page, 'Sec-Fetch-Site': 'none', ...headers })
  }

  /** GET, then follows the redirects like a browser. */
  async follow(answer: Answer): Promise<Answer> {
    let current = answer
    for (let hops = 0; current.location !== null; hops += 1) {
      if (hops === 10) throw new Error(`redirected ten times, at last to ${current.location}`)
      const { pathname, search } = new URL(current.location, this.origin)
      current = await this.get(pathname + search)
    }
    return current
  }

  /** Loads the page, fills in the form and posts it. `fields` override the values of the form; `null` omits one. */
  async submit(path: string, matcher: FormMatcher, fields: Fields = {}, headers: OutgoingHttpHeaders = {}) {
    const { body } = await this.get(path)
    const form = findForm(body, matcher)
    const { pathname, search } = new URL(form.action || path, this.origin)
    return this.post(pathname + search, { ...Object.fromEntries(form.fields), ...fields }, headers)
  }

  /** Posts fields like a form of our own page. */
  async post(path: string, fields: Fields, headers: OutgoingHttpHeaders = {}): Promise<Answer> {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) if (value !== null) form.append(name, value)
    const multipart = new Response(form)
    const body = new Uint8Array(await multipart.arrayBuffer())
    const type = multipart.headers.get('content-type') ?? ''
    return this.send('POST', path, { ...page, ...this.ownOrigin(), 'Content-Type': type, ...headers }, body)
  }

  /**
   * Calls an action like the client router, with JavaScript: `Next-Action`, answered in React's own format. From a page
   * that was rendered for this visitor, unless `call.fields` override it.
   */
  async callAction(path: string, call: ActionCall, headers: OutgoingHttpHeaders = {}): Promise<Answer> {
    const fields = { ...(await this.accountField(headers)), ...call.fields }
    const { body, headers: own } = await encodeActionCall({ ...call, fields })
    return this.send('POST', path, { ...own, ...this.ownOrigin(), ...headers }, body)
  }

  /** The user according to the server. */
  async me(headers: OutgoingHttpHeaders = {}): Promise<Me> {
    const answer = await this.get('/api/me', { Accept: 'application/json', ...headers })
    return { status: answer.status, ...Me.parse(answer.json()) }
  }

  /** Any request, with the cookies of the jar; the jar stores Set-Cookie. */
  async send(method: string, path: string, headers: OutgoingHttpHeaders = {}, body?: Uint8Array | string) {
    const cookie = this.jar.header()
    const answer = await request(this.origin, path, {
      method,
      headers: { 'User-Agent': userAgent, ...(cookie ? { Cookie: cookie } : {}), ...headers },
      ...(body === undefined ? {} : { body }),
    })
    this.jar.take(answer.setCookies)
    return answer
  }

  private accountField({ Authorization: sent }: OutgoingHttpHeaders) {
    const cookies = Object.fromEntries(this.cookies.map(({ name, value }) => [name, value]))
    const authorization = typeof sent === 'string' ? sent : null
    const headers = { Cookie: this.jar.header(), ...(authorization === null ? {} : { Authorization: authorization }) }
    return accountFieldOf(this.origin, headers, { authorization, cookies })
  }

  private ownOrigin(): OutgoingHttpHeaders {
    return { Origin: this.origin, 'Sec-Fetch-Site': 'same-origin' }
  }
}

export type Fields = Readonly<Record<string, string | null>>

import 'server-only'
import { ownOrigins, selfOrigin } from '@/lib/addresses'
import { env } from '@/lib/env'
import { Report } from '@/lib/lab/shared/report'
import { targets, writeSwitches } from '@/lib/lab/shared/targets'
import { type KeyState, type Layer, type Way, ways } from '@/lib/lab/shared/words'
import { logFailure } from '@/lib/log'
import { jsonIn } from '@/lib/server/http/body'
import { cookieNames, nameInHttp } from '@/lib/session/cookies'
import { type Presented, presentedBy } from '@/lib/session/presented'

interface Habits {
  asked?: readonly Way[]
  /** Whether to renew when the revalidation interval has passed: a renewal uses up a refresh token that the user still needs. */
  renews?: boolean
  /** Other cookies that this deployment requires on every request, as a Cookie header. */
  besides?: string
  /** Milliseconds after which an attempt is aborted. */
  patience?: number
}

/**
 * A client with a copy of a visitor's cookies and nothing else: an attacker, or a browser in a race. It requests the
 * lab's own targets, never an address from a request (SSRF), and stores the cookies of a renewal, as a browser would.
 */
export class CookieHolder {
  /** By their names in HTTP, as a browser stores them. */
  readonly #cookies: Map<string, string>
  readonly #signal: AbortSignal
  readonly #asked: readonly Way[]
  /** The state of the deployment's keys for this client. */
  keys: KeyState = 'present'
  /** The hidden fields of the target page; empty until the page has been read. */
  #form: readonly Field[] = []
  /** A prefetch is not renewed. */
  readonly #kind: Readonly<Record<string, string>>
  readonly #besides: string
  readonly #patience: number

  constructor(cookies: Presented['cookies'], signal: AbortSignal, habits: Habits = {}) {
    const { asked = ways, renews = true, besides = '', patience = 5000 } = habits
    this.#cookies = toHttp(cookies)
    this.#signal = signal
    this.#asked = asked
    this.#kind = renews ? {} : { 'Sec-Purpose': 'prefetch' }
    this.#besides = besides
    this.#patience = patience
  }

  get presented(): Presented {
    return presentedBy(new Headers(), { get: (name) => toCookie(this.#cookies.get(name)) })
  }

  /** @returns null for an answer without a report, and for no answer: both happen to an attacker */
  async try(layer: Layer): Promise<Report | null> {
    try {
      return Report.safeParse(await this.#ask[layer]()).data ?? null
    } catch (error) {
      if (!this.#signal.aborted) logFailure('lab_target_unanswered', error)
      return null
    }
  }

  readonly #ask: Readonly<Record<Layer, () => Promise<unknown>>> = {
    edge: async () => jsonIn(await this.#send(targets.edge)),
    handler: async () => jsonIn(await this.#send(targets.handler)),
    page: async () => jsonIn(readText(await this.#send(targets.page), 'report')),
    action: async () => jsonIn(readText(await this.#post(), 'action-report')),
  }

  /** Posts like a browser without JavaScript: the hidden fields of the form name the action. */
  async #post(): Promise<string> {
    if (this.#form.length === 0) this.#form = readHiddenFields(await this.#send(targets.page))
    const body = new FormData()
    for (const [name, value] of this.#form) body.append(name, name === 'query' ? this.#query : value)
    return this.#send(targets.page, { method: 'POST', body })
  }

  get #query(): string {
    const { keys } = this
    return writeSwitches({ ways: this.#asked, redis: 'none', postgres: 'none', experiment: null, keys }).toString()
  }

  async #send(path: (typeof targets)[Exclude<Layer, 'action'>], init: RequestInit = {}): Promise<string> {
    const own = [...this.#cookies].map(([name, value]) => `${name}=${value}`)
    const response = await fetch(`${selfOrigin()}${path}?${this.#query}`, {
      ...init,
      headers: {
        Cookie: [this.#besides, ...own].filter(Boolean).join('; '),
        'User-Agent': 'the attacker of the lab',
        ...this.#kind,
        ...(init.method === 'POST' && ownName()),
      },
      redirect: 'manual',
      cache: 'no-store',
      signal: AbortSignal.any([this.#signal, AbortSignal.timeout(this.#patience)]),
    })
    this.#keep(response.headers.getSetCookie())
    return response.text()
  }

  #keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (name && value) this.#cookies.set(name, value)
    }
  }
}

/**
 * Next compares an action's origin with the requested host, which is a loopback address here. Vercel's proxy sets the
 * host itself: there the client sends no origin, like a program.
 */
function ownName(): Record<string, string> {
  const [origin] = ownOrigins()
  return origin && !env().VERCEL_URL ? { Origin: origin, 'X-Forwarded-Host': new URL(origin).host } : {}
}

/** The presented cookies by their names in HTTP, which in development may end with the port. */
export const toHttp = (cookies: Presented['cookies']): Map<string, string> =>
  new Map(
    Object.values(cookieNames).flatMap((name) => {
      const value = cookies[name]
      return value === undefined ? [] : [[nameInHttp(name), value] as const]
    }),
  )

const toCookie = (value: string | undefined) => (value === undefined ? undefined : { value })

/* Enough HTML parsing to read the lab's own target page, which React has written. */

export type Field = readonly [name: string, value: string]

/** The text of an element that contains only text. */
export function readText(html: string, id: string): string {
  const [, text = ''] = new RegExp(`<pre id="${id}">([^<]*)</pre>`).exec(html) ?? []
  return decode(text)
}

export function readHiddenFields(html: string): readonly Field[] {
  return [...html.matchAll(/<input type="hidden"([^>]*)>/g)].map(([, attributes = '']) => [
    attribute(attributes, 'name'),
    attribute(attributes, 'value'),
  ])
}

function attribute(attributes: string, name: string): string {
  const [, value = ''] = new RegExp(` ${name}="([^"]*)"`).exec(attributes) ?? []
  return decode(value)
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'" }

const decode = (text: string) => text.replace(/&(#x27|[a-z]+);/g, (whole, name: string) => entities[name] ?? whole)

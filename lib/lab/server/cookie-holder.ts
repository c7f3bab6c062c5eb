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
  /** Whether new cookies are asked for when the fresh window has closed: it uses up what the owner still needs. */
  renews?: boolean
  /** What this deployment wants of every request, as a Cookie header has it. */
  besides?: string
  /** Milliseconds after which one try is given up. */
  patience?: number
}

/**
 * Somebody with a copy of a visitor's cookies and nothing else: a thief, or a browser in a race. Asks the lab's own targets,
 * of this very deployment: no address that came with a request is ever asked. Keeps what a renewal gives, as a browser would.
 */
export class CookieHolder {
  /** By their names in HTTP, as a browser has them. */
  readonly #cookies: Map<string, string>
  readonly #signal: AbortSignal
  readonly #asked: readonly Way[]
  /** Of the deployment, as the thief finds it. */
  keys: KeyState = 'present'
  /** Of the target page; none until it has been seen. */
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

  /** @returns null for an answer that is no report, and for none: one of the things that happen to a thief */
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

  /** As a browser without JavaScript: the hidden fields of the form say which action it is. */
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
        'User-Agent': 'the thief of the lab',
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
 * Next compares an action's origin with the host that was asked for, which is a loopback address here. Vercel's proxy says
 * by itself which host that was: there the thief is no browser, and names no origin.
 */
function ownName(): Record<string, string> {
  const [origin] = ownOrigins()
  return origin && !env().VERCEL_URL ? { Origin: origin, 'X-Forwarded-Host': new URL(origin).host } : {}
}

/** Of what was presented: the names in HTTP, which in development may end with the port. */
export const toHttp = (cookies: Presented['cookies']): Map<string, string> =>
  new Map(
    Object.values(cookieNames).flatMap((name) => {
      const value = cookies[name]
      return value === undefined ? [] : [[nameInHttp(name), value] as const]
    }),
  )

const toCookie = (value: string | undefined) => (value === undefined ? undefined : { value })

/* Enough HTML to read the lab's own target page, which React has written. */

export type Field = readonly [name: string, value: string]

/** The text of an element that has nothing else in it. */
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

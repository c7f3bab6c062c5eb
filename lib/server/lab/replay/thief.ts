import 'server-only'
import { env } from '@/lib/env'
import { Report } from '@/lib/lab/report'
import { targets, writeSwitches } from '@/lib/lab/targets'
import { type KeyState, type Layer, type Way, ways } from '@/lib/lab/words'
import { ownOrigins, selfOrigin } from '@/lib/origins'
import { jsonIn } from '@/lib/server/json-in'
import { type Field, readHiddenFields, readText } from '@/lib/server/lab/read-page'
import { type Presented, presentedBy } from '@/lib/session/presented'

/** Milliseconds after which the thief gives up one try. */
const patience = 5000

interface Habits {
  asked?: readonly Way[]
  /** Whether new cookies are asked for when the fresh window has closed: it uses up what the owner still needs. */
  renews?: boolean
}

/**
 * Somebody with a copy of a visitor's cookies and nothing else. Asks the lab's own targets, of this very deployment: no
 * address that came with a request is ever asked. Keeps what a renewal gives, as a browser would.
 */
export class Thief {
  readonly #cookies: Map<string, string>
  readonly #signal: AbortSignal
  readonly #asked: readonly Way[]
  /** Of the deployment, as the thief finds it. */
  keys: KeyState = 'present'
  #form: readonly Field[] | null = null
  /** A prefetch is not renewed. */
  readonly #kind: Readonly<Record<string, string>>

  constructor(cookies: Presented['cookies'], signal: AbortSignal, { asked = ways, renews = true }: Habits = {}) {
    this.#cookies = new Map(Object.entries(cookies))
    this.#signal = signal
    this.#asked = asked
    this.#kind = renews ? {} : { 'Sec-Purpose': 'prefetch' }
  }

  get presented(): Presented {
    return presentedBy(new Headers(), { get: (name) => toCookie(this.#cookies.get(name)) })
  }

  /** @returns null for an answer that is no report */
  async try(layer: Layer): Promise<Report | null> {
    const found = await this.#ask[layer]()
    return Report.safeParse(found).data ?? null
  }

  readonly #ask: Readonly<Record<Layer, () => Promise<unknown>>> = {
    edge: async () => jsonIn(await this.#send(targets.edge)),
    handler: async () => jsonIn(await this.#send(targets.handler)),
    page: async () => jsonIn(readText(await this.#send(targets.page), 'report')),
    action: async () => jsonIn(readText(await this.#post(), 'action-report')),
  }

  /** As a browser without JavaScript: the hidden fields of the form say which action it is. */
  async #post(): Promise<string> {
    this.#form ??= readHiddenFields(await this.#send(targets.page))
    const body = new FormData()
    for (const [name, value] of this.#form) body.append(name, name === 'query' ? this.#query : value)
    return this.#send(targets.page, { method: 'POST', body })
  }

  get #query(): string {
    const { keys } = this
    return writeSwitches({ ways: this.#asked, redis: 'none', postgres: 'none', experiment: null, keys }).toString()
  }

  async #send(path: (typeof targets)[Exclude<Layer, 'action'>], init: RequestInit = {}): Promise<string> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(`${selfOrigin()}${path}?${this.#query}`, {
      ...init,
      headers: {
        Cookie: cookie,
        'User-Agent': 'the thief of the lab',
        ...this.#kind,
        ...(init.method === 'POST' && ownName()),
      },
      redirect: 'manual',
      cache: 'no-store',
      signal: AbortSignal.any([this.#signal, AbortSignal.timeout(patience)]),
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

const toCookie = (value: string | undefined) => (value === undefined ? undefined : { value })

/** Cookies as a browser keeps them: one site, secure enough (browsers count http://localhost as such), attributes honoured. */
export interface Cookie {
  name: string
  value: string
  /** Names in lower case; an attribute without a value holds the empty string. */
  attributes: ReadonlyMap<string, string>
}

export class CookieJar {
  private readonly cookies = new Map<string, Cookie & { expiresAt: number }>()

  /** Processes `Set-Cookie` lines in order; an expired lifetime deletes the cookie (RFC 6265bis, section 5.7). */
  take(lines: readonly string[], now = Date.now()): void {
    for (const line of lines) {
      const cookie = parseSetCookie(line)
      if (!cookie || isForeign(cookie)) continue

      const expiresAt = expiryOf(cookie, now)
      if (expiresAt <= now) this.cookies.delete(cookie.name)
      else this.cookies.set(cookie.name, { ...cookie, expiresAt })
    }
  }

  get(name: string): Cookie | null {
    return this.all().find((cookie) => cookie.name === name) ?? null
  }

  all(): readonly Cookie[] {
    return [...this.cookies.values()].filter(({ expiresAt }) => expiresAt > Date.now())
  }

  /** Sets a value by hand, like an attacker with a copied cookie. */
  set(name: string, value: string): void {
    this.cookies.set(name, { name, value, attributes: new Map(), expiresAt: Number.POSITIVE_INFINITY })
  }

  delete(name: string): void {
    this.cookies.delete(name)
  }

  header(): string {
    return this.all()
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
  }

  clone(): CookieJar {
    const copy = new CookieJar()
    for (const [name, cookie] of this.cookies) copy.cookies.set(name, cookie)
    return copy
  }
}

export function parseSetCookie(line: string): Cookie | null {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
  const equals = pair.indexOf('=')
  if (equals < 1) return null

  return {
    name: pair.slice(0, equals),
    value: pair.slice(equals + 1),
    attributes: new Map(attributes.map(splitAttribute)),
  }
}

function splitAttribute(attribute: string): [string, string] {
  const [name = '', ...value] = attribute.split('=')
  return [name.toLowerCase(), value.join('=')]
}

/**
 * A cookie that a browser refuses to store: a `__Host-` name without the required attributes (RFC 6265bis, section
 * 4.1.3.2).
 */
function isForeign({ name, attributes }: Cookie): boolean {
  if (!name.toLowerCase().startsWith('__host-')) return false
  return !attributes.has('secure') || attributes.get('path') !== '/' || attributes.has('domain')
}

function expiryOf({ attributes }: Cookie, now: number): number {
  const maxAge = attributes.get('max-age')
  if (maxAge !== undefined) return now + Number(maxAge) * 1000

  const expires = attributes.get('expires')
  return expires === undefined ? Number.POSITIVE_INFINITY : Date.parse(expires)
}

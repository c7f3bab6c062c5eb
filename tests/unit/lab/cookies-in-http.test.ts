import { beforeEach, expect, test, vi } from 'vitest'
import { cookieNames } from '@/lib/session/cookies'

const own = { [cookieNames.signed]: 'access', [cookieNames.refresh]: 'refresh' }

beforeEach(() => {
  vi.resetModules()
  vi.unstubAllEnvs()
})

async function labAt(NODE_ENV: string, PORT: string) {
  vi.stubEnv('NODE_ENV', NODE_ENV)
  vi.stubEnv('PORT', PORT)
  const { cookiesBesides } = await import('@/lib/lab/server/cookies-besides')
  const { CookieHolder, toHttp } = await import('@/lib/lab/server/cookie-holder')
  return { cookiesBesides, CookieHolder, toHttp }
}

test.each([
  ['development', '4371', '-4371'],
  ['development', '3000', ''],
  ['production', '4371', ''],
])(
  'in %s at port %s an attacker presents cookies by their names over HTTP, and none of the reader',
  async (mode, port, end) => {
    const { cookiesBesides, CookieHolder, toHttp } = await labAt(mode, port)

    expect([...toHttp(own)]).toEqual([
      [`__Host-signed${end}`, 'access'],
      [`__Host-refresh${end}`, 'refresh'],
    ])
    expect(new CookieHolder(own, new AbortController().signal).presented.cookies).toEqual(own)

    const readers = Object.values(cookieNames).map((name) => `${name}${end}=secret`)
    const cookie = ['preview=of-the-platform', ...readers].join('; ')
    expect(cookiesBesides(new Headers({ cookie }))).toBe('preview=of-the-platform')
  },
)

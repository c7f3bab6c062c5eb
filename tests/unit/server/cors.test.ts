import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import { answerPreflight, shareWith } from '@/lib/server/http/cors'

const listed = 'https://app.example'
const others = ['https://evil.example', 'https://app.example.evil.example', 'http://app.example', 'null', '*', '']
Object.assign(env(), { CORS_ORIGINS: [listed] })

const from = (origin?: string) => new Request('http://localhost/', { headers: origin === undefined ? {} : { origin } })

function shared(origin?: string): Response {
  const response = new Response()
  shareWith(from(origin), response)
  return response
}

const preflight = (origin?: string) => answerPreflight(from(origin), ['GET', 'POST'])
const namesOf = ({ headers }: Response) => [...headers.keys()].filter((name) => name.startsWith('access-control-'))

test('[ASVS 3.4.2] a listed origin may read the answer, and send a token', () => {
  expect(shared(listed).headers.get('access-control-allow-origin')).toBe(listed)
  expect(preflight(listed).headers.get('access-control-allow-origin')).toBe(listed)
  expect(preflight(listed).headers.get('access-control-allow-headers')).toBe('Authorization, Content-Type')
})

test.each([undefined, ...others])('[ASVS 3.4.2] the origin %j gets no CORS header', (origin) => {
  expect([namesOf(shared(origin)), namesOf(preflight(origin))]).toEqual([[], []])
})

test.each([listed, ...others])('the answer to %j allows no cookies, and no cache mixes it with another', (origin) => {
  for (const response of [shared(origin), preflight(origin)]) {
    expect(response.headers.has('access-control-allow-credentials')).toBe(false)
    expect(response.headers.get('vary')).toBe('Origin')
  }
})

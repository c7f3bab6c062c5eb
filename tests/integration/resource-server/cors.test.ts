import { expect, test } from 'vitest'
import { startStage } from '@/tests/integration/support/resource-stage'
import { type Answer, request } from '@/tests/support/request'

const [ours, alsoOurs] = ['https://app.example', 'http://localhost:3000']
const env = { ALLOWED_ORIGINS: `${ours}, ${alsoOurs}` }

const corsOf = ({ headers }: Answer) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-allow')))

const preflight = (origin: string) => ({
  method: 'OPTIONS',
  headers: {
    Origin: origin,
    'Access-Control-Request-Method': 'GET',
    'Access-Control-Request-Headers': 'authorization',
  },
})

test.each([ours, alsoOurs])('[ASVS 3.4.2] a page of %s may ask with a token and read the answer', async (origin) => {
  const { service, mint } = await startStage(env)
  const asked = await request(service.url, '/invoices', preflight(origin))
  const answer = await request(service.url, '/invoices', {
    headers: { Origin: origin, Authorization: `Bearer ${mint()}` },
  })

  expect(asked.status).toBe(204)
  expect(corsOf(asked)).toEqual({
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET,HEAD',
    'access-control-allow-headers': 'Authorization',
  })
  expect(asked.headers.get('access-control-max-age')).toBe('600')
  expect(answer.status).toBe(200)
  expect(corsOf(answer)).toEqual({ 'access-control-allow-origin': origin })
})

test.each(['/invoices', '/nothing', '/invoices?access_token=x'])(
  'a page of ours can read why %s was refused',
  async (path) => {
    const { service } = await startStage(env)
    const { headers } = await request(service.url, path, { headers: { Origin: ours } })

    expect(headers.get('access-control-allow-origin')).toBe(ours)
    expect(headers.get('access-control-expose-headers')).toBe('WWW-Authenticate,Retry-After')
  },
)

test.each([
  'https://evil.example',
  'https://app.example.evil.example',
  'https://evilapp.example',
  'http://app.example',
  'https://app.example:444',
  'https://APP.example',
  'http://localhost:3001',
  'null',
  '',
])('[ASVS 3.4.2] nothing is shared with a page of %j', async (origin) => {
  const { service, mint } = await startStage(env)
  const asked = await request(service.url, '/invoices', preflight(origin))
  const answer = await request(service.url, '/invoices', {
    headers: { Origin: origin, Authorization: `Bearer ${mint()}` },
  })

  for (const { headers } of [asked, answer]) expect(headers.get('access-control-allow-origin')).toBeNull()
})

test('without a list no origin gets a CORS header', async () => {
  const { service } = await startStage()
  expect(
    (await request(service.url, '/health', { headers: { Origin: ours } })).headers.get('access-control-allow-origin'),
  ).toBeNull()
})

test('cookies are never allowed, and caches keep the answers for two origins apart', async () => {
  const { service, mint } = await startStage(env)
  const headers = { Origin: ours, Authorization: `Bearer ${mint()}` }
  const answers = [
    await request(service.url, '/catalogue', { headers }),
    await request(service.url, '/catalogue', preflight(ours)),
    await request(service.url, '/catalogue'),
  ]
  for (const answer of answers) {
    expect(answer.headers.has('access-control-allow-credentials')).toBe(false)
    expect(answer.headers.get('vary')).toMatch(/\bOrigin\b/)
    expect(answer.setCookies).toEqual([])
  }
})

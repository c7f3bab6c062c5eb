import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ownOrigins } from '@/lib/addresses'
import { answerCspReport } from '@/lib/server/api/csp-report'

const [origin = ''] = ownOrigins()

const genuine = {
  'document-uri': `${origin}/login?next=/dashboard`,
  referrer: `${origin}/a-private-address`,
  'violated-directive': 'script-src-elem',
  'effective-directive': 'script-src-elem',
  'original-policy': "default-src 'self'",
  'blocked-uri': 'https://evil.example/steal?token=a-secret',
  'script-sample': 'alert("a private word")',
}

const lines: string[] = []
/** A minute of its own for each test: a process writes a limited number of lines per minute. */
let now = Date.now()

beforeEach(() => {
  now += 60_000
  vi.spyOn(console, 'warn').mockImplementation((line) => void lines.push(String(line)))
})
afterEach(() => {
  lines.splice(0)
  vi.restoreAllMocks()
})

function send(body: string, headers: Record<string, string> = { Origin: origin, 'Sec-Fetch-Site': 'same-origin' }) {
  const request = new Request(`${origin}/api/csp-report`, { method: 'POST', headers, body })
  return answerCspReport(request, now)
}

const report = (change: object = {}) => JSON.stringify({ 'csp-report': { ...genuine, ...change } })

test('[ASVS 3.4.7] a violation is one line: which directive, which origin, which page of ours, and nothing that is private', async () => {
  expect((await send(report())).status).toBe(204)

  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      time: expect.any(String),
      level: 'warn',
      event: 'csp_violation',
      directive: 'script-src-elem',
      blocked: 'https://evil.example',
      page: '/login',
    },
  ])
})

test.each([
  ['inline', 'inline'],
  ['eval', 'eval'],
  ['data', 'data'],
  ['data:text/html,a-secret', 'data:'],
  ['https://user:a-secret@evil.example:8443/x', 'https://evil.example:8443'],
  ['no address at all\n{"level":"error"}', 'unreadable'],
  [`https://${'a'.repeat(3000)}.example`, `https://${'a'.repeat(92)}`],
])('a report of %j is logged as %j', async (blocked, written) => {
  await send(report({ 'blocked-uri': blocked }))

  expect(lines.map((line) => JSON.parse(line).blocked)).toEqual([written])
})

test('a page of another site is logged as "another"', async () => {
  await send(report({ 'document-uri': `${origin}/reset/a-secret` }))

  expect(lines.map((line) => JSON.parse(line).page)).toEqual(['another'])
})

describe('no line is logged for', () => {
  test.each([
    ['no body', ''],
    ['no JSON', 'csp-report'],
    ['another shape', '[]'],
    ['a prototype', '{"__proto__":{"csp-report":{}}}'],
    ['an unknown directive', report({ 'effective-directive': 'script-src\n"forged"' })],
    ['more than 8 kB', report({ 'script-sample': 'x'.repeat(9000) })],
  ])('%s', async (_, body) => {
    expect((await send(body)).status).toBe(204)
    expect(lines).toEqual([])
  })

  test.each([
    { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
    { Origin: 'null' },
    { Origin: 'https://evil.example' },
    { 'Sec-Fetch-Site': 'same-site' },
  ])('a forged report from another site: %o', async (headers) => {
    expect((await send(report(), headers)).status).toBe(403)
    expect(lines).toEqual([])
  })

  test('more than 60 reports in a minute; the next minute logs again', async () => {
    for (let times = 0; times < 100; times += 1) await send(report({ 'blocked-uri': `https://${times}.example/` }))
    expect(lines).toHaveLength(60)

    now += 60_000
    await send(report())
    expect(lines).toHaveLength(61)
  })
})

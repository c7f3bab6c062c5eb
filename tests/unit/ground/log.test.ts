import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { UnavailableError } from '@/lib/errors'
import { describeRequestsBy, logFailure, logReport, requestFacts } from '@/lib/log'

const lines: Record<string, unknown>[] = []

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) })
  Reflect.deleteProperty(globalThis, 'log')
  lines.length = 0
  for (const level of ['error', 'warn'] as const)
    vi.spyOn(console, level).mockImplementation((line) => void lines.push(JSON.parse(line)))
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const outage = (cause: Error) => new UnavailableError('redis', cause)
const refused = () => Object.assign(new Error('connect to 10.0.0.1 with secret'), { code: 'ECONNREFUSED' })

test('a failure is one line: time, level, event, store, our own sentence, and the names and codes of the causes', () => {
  logFailure('check_unavailable', outage(refused()))
  expect(lines).toEqual([
    {
      time: '2026-01-01T00:00:00.000Z',
      level: 'error',
      event: 'check_unavailable',
      store: 'redis',
      message: 'redis is unavailable',
      reasons: ['UnavailableError unavailable', 'Error ECONNREFUSED'],
    },
  ])
})

test('a failure that needs an operator says what to do', () => {
  logFailure('store_away', new UnavailableError('postgres', refused(), 'The database does not exist.'))
  expect(lines[0]).toMatchObject({ store: 'postgres', message: 'The database does not exist.' })
})

test('messages of other libraries are not repeated', () => {
  logFailure('handler_failed', new Error('password=hunter2'))
  expect(JSON.stringify(lines)).not.toContain('hunter2')
})

test('a thousand failures of one kind in an outage are one line, and one line that sums up', () => {
  for (let n = 0; n < 1000; n += 1) logFailure('check_unavailable', outage(refused()))
  logFailure('another_event', outage(refused()))
  expect(lines).toHaveLength(2)

  vi.advanceTimersByTime(10_000)
  expect(lines.slice(2)).toEqual([expect.objectContaining({ event: 'check_unavailable', repeated: 999, seconds: 10 })])

  logFailure('check_unavailable', outage(refused()))
  expect(lines).toHaveLength(4)
})

test('a line names the request: its id and its path, without the query', async () => {
  const headers = new Headers({ 'x-request-id': 'abc', 'x-request-path': '/dashboard' })
  logReport('csp_violation', { directive: 'img-src' }, requestFacts(headers))
  expect(lines[0]).toMatchObject({ request: 'abc', path: '/dashboard' })

  describeRequestsBy(async () => requestFacts(headers))
  logFailure('check_unavailable', outage(refused()))
  await vi.waitFor(() => expect(lines[1]).toMatchObject({ request: 'abc', path: '/dashboard' }))

  describeRequestsBy(() => Promise.reject(new Error('outside of a request')))
  logFailure('purge_unavailable', outage(refused()))
  await vi.waitFor(() => expect(lines[2]).toMatchObject({ event: 'purge_unavailable' }))
})

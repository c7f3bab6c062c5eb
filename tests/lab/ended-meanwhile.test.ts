import { once } from 'node:events'
import { type ClientRequest, request as httpRequest } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, test, vi } from 'vitest'
import * as z from 'zod'
import { listAlive } from '@/lib/db/sessions/alive'
import { findForm } from '@/tests/support/forms'
import { givenLab } from '@/tests/support/given-application'
import { newAccount, openSession } from '@/tests/support/open-session'
import type { Visitor } from '@/tests/support/visitor'

/** Experiments take seconds, during which their reader can log out elsewhere, or leave. */
const app = givenLab()

/** Two browsers of a new account. */
async function twoBrowsers(): Promise<[Visitor, Visitor]> {
  const account = await newAccount(app)
  return [await openSession(app, 'stored', account), await openSession(app, 'signed', account)]
}

const Jar = z.object({ jar: z.string() })
const wish = { act: 'everywhere', seconds: 6, freshLeft: 8, own: false }

async function stolenFrom(visitor: Visitor): Promise<string> {
  const { jar } = Jar.parse((await visitor.send('POST', '/api/lab/jar')).json())
  return JSON.stringify({ ...wish, jar })
}

/** A request whose body and end the test sends by hand. */
function begin(visitor: Visitor, path: string): ClientRequest {
  const headers = {
    Cookie: visitor.cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    Origin: visitor.origin,
    'Content-Type': 'application/json',
    'Transfer-Encoding': 'chunked',
  }
  const asking = httpRequest(new URL(path, visitor.origin), { method: 'POST', headers })
  asking.flushHeaders()
  return asking
}

async function answerTo(asking: ClientRequest): Promise<{ status: number | undefined; body: string }> {
  const [response] = await once(asking, 'response')
  return { status: response.statusCode, body: await text(response).catch(() => 'broke off') }
}

async function labSessionsOf(visitor: Visitor): Promise<number> {
  const { user } = await visitor.me()
  return (await listAlive(user?.id ?? '', new Date())).filter(({ userAgent }) => userAgent === 'the lab').length
}

/** The remaining part is one request: a run waits a second before its action. */
async function readyToLogOut(visitor: Visitor): Promise<() => Promise<unknown>> {
  const elsewhere = visitor.clone()
  const { action, fields } = findForm((await elsewhere.get('/dashboard')).body, 'Log out')
  return () => elsewhere.post(action || '/dashboard', Object.fromEntries(fields))
}

test('a reader who was logged out while the request body was in transit starts no run', async () => {
  const [thief, other] = await twoBrowsers()
  const body = await stolenFrom(thief)
  const logOut = await readyToLogOut(thief)
  const asking = begin(thief, '/api/lab/replay')
  await logOut()
  asking.end(body)

  expect(await answerTo(asking)).toMatchObject({ status: 401 })
  expect(await other.me()).toMatchObject({ status: 200 })
})

test('a reader who is logged out before the action of a run ends no session', async () => {
  const [thief, other] = await twoBrowsers()
  const body = await stolenFrom(thief)
  const logOut = await readyToLogOut(thief)
  const asking = begin(thief, '/api/lab/replay')
  asking.end(body)
  const [response] = await once(asking, 'response')
  const said = text(response).catch(() => 'broke off')
  await logOut()

  expect(response.statusCode).toBe(200)
  expect(await said).not.toContain('"kind":"acted"')
  expect(await other.me()).toMatchObject({ status: 200 })
  await vi.waitFor(async () => expect(await labSessionsOf(other)).toBe(0), 10_000)
})

test('a race opens no further session once its reader has logged out', async () => {
  const [reader, other] = await twoBrowsers()
  const logOut = await readyToLogOut(reader)
  const asking = begin(reader, '/api/lab/race?race=logout&field=10')
  asking.end()
  const answer = answerTo(asking)
  await vi.waitFor(async () => expect(await labSessionsOf(other)).toBeGreaterThan(0), { timeout: 10_000, interval: 10 })
  await logOut()

  expect(await answer).toMatchObject({ status: 401, body: expect.stringContaining('"revoked"') })
  expect(await labSessionsOf(other)).toBe(0)
})

test('an aborted measurement leaves no session, and releases its turn', async () => {
  const reader = await openSession(app, 'stored', await newAccount(app))
  const asking = begin(reader, '/api/lab/measure')
  asking.end(JSON.stringify({ model: 'stored', count: 500 }), () => asking.destroy())
  await expect(once(asking, 'response')).rejects.toThrow('socket hang up')

  const json = { 'Content-Type': 'application/json' }
  const again = () => reader.send('POST', '/api/lab/measure', json, JSON.stringify({ model: 'signed', count: 10 }))
  await vi.waitFor(async () => expect((await again()).status).toBe(200), { timeout: 20_000, interval: 500 })
  expect(await labSessionsOf(reader)).toBe(0)
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Process, startBeside } from '@/tests/security/support/another-process'
import { findForm } from '@/tests/support/forms'
import { holdHashes } from '@/tests/support/hold-hashes'
import { models } from '@/tests/support/models'
import { newAccount, openSession } from '@/tests/support/open-session'
import type { Answer } from '@/tests/support/request'
import { Visitor } from '@/tests/support/visitor'

/** A process of its own: its queue is full for as long as the test lasts. */
let app: Process
beforeAll(async () => {
  app = await startBeside({})
})
afterAll(() => app?.stop())

const password = 'paper, ink and wax'
const busy = 'Many people are logging in at this moment. Wait a few seconds and try again.'

const logIn = (email: string) => new Visitor(app).submit('/login', 'password', { email, password })

function expectBusy(answer: Answer, email: string): void {
  expect(answer).toMatchObject({ status: 503, setCookies: [] })
  expect(answer.headers.get('retry-after')).toBe('5')
  expect(answer.body).toContain(busy)
  expect(findForm(answer.body, 'password').fields.get('email')).toBe(email)
  expect(answer.body).not.toContain(password)
}

test('a login that gets no turn is refused with its e-mail kept, known or not, and signed-in visitors are served', async () => {
  const account = await newAccount(app)
  const visitors = await Promise.all(models.map((model) => openSession(app, model)))
  // The visitors below are served while both logins wait, one after the other on a slow machine.
  await holdHashes(app, 4200)

  const unknown = 'unknown@example.com'
  const refused = [logIn(account.email), logIn(unknown)]
  for (const visitor of visitors) {
    expect((await visitor.me()).status).toBe(200)
    expect((await visitor.get('/dashboard')).status).toBe(200)
  }

  const [known, stranger] = await Promise.all(refused)
  if (!known || !stranger) throw new Error('a login had no answer')
  expectBusy(known, account.email)
  expectBusy(stranger, unknown)
  expect(app.log()).toContain('"event":"login_queue_full"')
})

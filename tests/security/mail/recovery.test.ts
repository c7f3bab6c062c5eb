import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { newSecret } from '@/lib/ids'
import { givenApplication } from '@/tests/support/given-application'
import { awaitMail, linkIn, mailTo } from '@/tests/support/mailbox'
import { models } from '@/tests/support/models'
import { normalisePage } from '@/tests/support/normalise-page'
import { newAccount, openSession } from '@/tests/support/open-session'
import { Visitor } from '@/tests/support/visitor'

const app = givenApplication()
const wanted = 'paper, ink and wax'

const request = (email: string, headers = {}) =>
  new Visitor(app).submit('/forgot-password', 'email', { email }, headers)
const reset = (code: string, password = wanted) =>
  new Visitor(app).submit('/reset-password', 'password', { code, password })

async function askFor(email: string, headers = {}) {
  const before = (await mailTo(email, app)).length
  await request(email, headers)
  return linkIn(await awaitMail(email, app, before + 1))
}

test('[ASVS 6.3.8] a request for a link answers the same for an address with and without an account', async () => {
  const { email: known } = await newAccount(app)
  const unknown = `${randomUUID()}@example.com`
  const [a, b] = [await request(known), await request(unknown)]

  expect(a.body).toContain('we are sending a link to it')
  expect(b).toMatchObject({ status: a.status, setCookies: a.setCookies })
  expect(normalisePage(b.body, unknown)).toBe(normalisePage(a.body, known))
  await awaitMail(known, app)
  expect(await mailTo(unknown, app)).toEqual([])
})

test.each(models)(
  '[ASVS 6.4.3] [ASVS 7.4.3] a reset ends a %s session in the next request, and sets no cookie',
  async (model) => {
    const account = await newAccount(app)
    const visitor = await openSession(app, model, account)
    const { code } = await askFor(account.email)

    const answer = await reset(code)

    expect(answer).toMatchObject({ status: 303, location: '/login?reset=done', setCookies: [] })
    expect(await visitor.me()).toMatchObject({ status: 401, code: 'revoked' })
    const login = { email: account.email, password: wanted, model }
    expect(await new Visitor(app).submit('/login', 'password', login)).toMatchObject({ status: 303 })
  },
)

test('[ASVS 6.4.1] a code works once, and a wrong one never: the page says so, and shows no password', async () => {
  const { email } = await newAccount(app)
  const { code } = await askFor(email)
  await reset(code)

  for (const wrong of [code, newSecret()]) {
    const answer = await reset(wrong)
    expect(answer).toMatchObject({ status: 200, setCookies: [] })
    expect(answer.body).toContain('This link does not work')
    expect(answer.body).not.toContain(wanted)
  }
})

test('a program that opens the link changes nothing: the code stays valid, also as a query', async () => {
  const { email } = await newAccount(app)
  const { link, code } = await askFor(email)
  expect(new URL(link).search).toBe('')

  const bare = await new Visitor(app).get('/reset-password')
  for (const path of [
    `/reset-password?code=${code}`,
    `/reset-password?token=${code}&password=${encodeURIComponent(wanted)}`,
  ]) {
    const answer = await new Visitor(app).get(path)
    expect(answer).toMatchObject({ status: 200, setCookies: [] })
    expect(normalisePage(answer.body, path)).not.toContain(`value="${code}"`)
  }
  expect(bare.setCookies).toEqual([])
  expect((await reset(code)).status).toBe(303)
})

test('the log of the server never contains the code or the address, from the request to the reset', async () => {
  const { email } = await newAccount(app)
  const { code } = await askFor(email)
  await reset(newSecret())
  await reset(code)
  await reset(code)

  const lines = readFileSync(app.logFile, 'utf8')
  for (const secret of [code, email]) expect(lines).not.toContain(secret)
})

test('the link leads to the configured host, not to the host that a request claims', async () => {
  const { email } = await newAccount(app)
  const { link } = await askFor(email, { 'X-Forwarded-Host': 'evil.example', Forwarded: 'host=evil.example' })
  expect(new URL(link).origin).toBe(new URL(app.url).origin)
})

describe('an address that would add a recipient or a header is refused', () => {
  test.each([
    'ada@example.com\r\nBcc: eve@example.com',
    'ada@example.com, eve@example.com',
    'Ada <ada@example.com>',
    'ada@example.com>\nRCPT TO:<eve@example.com',
    '"ada@example.com eve"@example.com',
  ])('%j', async (address) => {
    const answer = await request(address)
    expect(answer.body).toContain('Enter an e-mail address')
    expect(await mailTo('eve@example.com', app)).toEqual([])
  })
})

test('another site can send neither of the two forms', async () => {
  const { email } = await newAccount(app)
  const { code } = await askFor(email)
  const foreign = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }

  expect((await request(email, foreign)).status).toBe(403)
  const answer = await new Visitor(app).submit('/reset-password', 'password', { code, password: wanted }, foreign)
  expect(answer.status).toBe(403)
  expect((await reset(code)).status).toBe(303)
})

test('/mailbox is not part of a production build', async () => {
  expect((await new Visitor(app).get('/mailbox')).status).toBe(404)
})

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Process, startBeside } from '@/tests/security/support/another-process'
import { actionId } from '@/tests/support/client-router'
import { findForm, parseForms } from '@/tests/support/forms'
import { givenApplication } from '@/tests/support/given-application'
import { type Interruptible, interruptible } from '@/tests/support/interruptible'
import { models } from '@/tests/support/models'
import { due, openSession } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import type { Answer } from '@/tests/support/request'
import { Visitor } from '@/tests/support/visitor'

const { settings } = givenApplication()
let app: Process
let postgres: Interruptible
let redis: Interruptible
let away: Interruptible | null = null

beforeAll(async () => {
  postgres = await interruptible(settings.DATABASE_URL ?? '')
  redis = await interruptible(settings.UPSTASH_REDIS_REST_URL ?? '')
  app = await startBeside({ DATABASE_URL: postgres.url, UPSTASH_REDIS_REST_URL: redis.url })
})
afterEach(() => bringBack())
afterAll(() => app?.stop())

async function stop(store: Interruptible) {
  away = store
  await store.cut()
}

async function bringBack() {
  await away?.restore()
  away = null
}

function expectTryAgain(answer: Answer): void {
  expect(answer.status).toBe(503)
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(answer.setCookies).toEqual([])
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
}

async function act(visitor: Visitor, name: string, fields: Record<string, string>, previous: unknown) {
  return visitor.callAction('/dashboard', { id: await actionId(app, name), fields, previous })
}

const idle = { outcome: 'idle', note: '' }

describe.for(models)('with Redis unavailable, a user who is %s', (model) => {
  test('gets "try again" from page and API, keeps the cookies, and is still logged in afterwards', async () => {
    const visitor = await openSession(app, model)
    const before = visitor.cookies
    await stop(redis)

    expectTryAgain(await visitor.get('/dashboard'))
    const answer = await visitor.get('/api/me')
    expectTryAgain(answer)
    expect(answer.json()).toMatchObject({ code: 'unavailable' })
    expectTryAgain(await visitor.send('POST', '/api/session/renew'))

    expect(visitor.cookies).toEqual(before)
    await bringBack()
    expect(await visitor.me()).toMatchObject({ status: 200 })
  })

  test('gets one error page, with the header and a logout, and no page shows the user as logged out', async () => {
    const visitor = await openSession(app, model)
    await stop(redis)

    const page = await visitor.get('/dashboard')
    expect(page.body).toMatch(/<h1[^>]*>We cannot check your session just now<\/h1>/)
    const forms = (answer: Answer) => parseForms(answer.body).map(({ text }) => text)
    expect(forms(page)).toEqual(['Log out'])
    for (const path of ['/', '/login', '/signup', '/choose', '/nowhere']) {
      const answer = await visitor.get(path)
      expect(forms(answer)[0]).toBe('Log out')
      expect(answer.body).not.toMatch(/<nav\b(?:(?!<\/nav>).)*href="\/login"/s)
    }
    expect((await visitor.get('/')).body).toContain('We cannot check just now whether you are logged in.')
    expect((await visitor.get('/unavailable')).status).toBe(404)
    const stranger = await new Visitor(app).get('/')
    expect(forms(stranger)).not.toContain('Log out')

    expect(await visitor.submit('/', 'Log out')).toMatchObject({ status: 303 })
    await bringBack()
  })

  test('finds what was typed still in the form', async () => {
    const visitor = await openSession(app, model)
    await stop(redis)

    const answer = await act(visitor, 'saveNoteAction', { note: 'typed with care' }, idle)

    expect(answer.body).toContain('"outcome":"unavailable"')
    expect(answer.body).toContain('typed with care')
    expect(answer.setCookies).toEqual([])
  })

  test('cannot log in, and need not type the e-mail again', async () => {
    await stop(redis)

    const { email, password } = people.linus
    const answer = await new Visitor(app).submit('/login', 'password', { email, password, model })

    expect(answer.status).toBe(200)
    expect(answer.setCookies).toEqual([])
    expect(answer.body).toContain('We cannot log you in just now.')
    expect(findForm(answer.body, 'password').fields.get('email')).toBe(email)
    expect(answer.body).not.toContain(password)
  })

  test('logs out, sees what remains to do, and can finish it', async () => {
    const visitor = await openSession(app, model)
    const saved = visitor.clone()
    await stop(redis)

    const answer = await act(visitor, 'logoutAction', {}, { outcome: 'idle' })
    const [target = ''] = answer.headers.get('x-action-redirect')?.split(';') ?? []
    expect(target).toMatch(/^\/login\?logout=unfinished&session=[\w-]{22}$/)
    expect(visitor.cookies).toEqual([])
    expect((await visitor.get(target)).body).toContain('A copy of your session may be accepted')

    expect((await visitor.submit(target, 'Try again')).location).toBe(target)
    await bringBack()
    expect((await visitor.submit(target, 'Try again')).location).toBe('/login?logout=done')
    expect(await saved.me()).toMatchObject({ status: 401, code: 'revoked' })
  })
})

describe.for(models)('with Postgres unavailable, a user who is %s', (model) => {
  test('is accepted as long as the credential is valid without it, then gets "try again", and is never logged out', async () => {
    const [visitor, late] = [await openSession(app, model), await openSession(app, model, due)]
    const before = [visitor.cookies, late.cookies]
    await stop(postgres)

    const greeting = await visitor.get('/login')
    expect(greeting.status).toBe(200)
    expect(greeting.body.includes(`You are logged in (${model}).`)).toBe(model !== 'stored')
    // The server has the name in its memory, but not the row of a stored session.
    const answer = await visitor.get('/api/me')
    if (model === 'stored') expectTryAgain(answer)
    expect(answer.json()).toMatchObject(model === 'stored' ? { code: 'unavailable' } : { session: { model } })

    expectTryAgain(await late.get('/dashboard'))
    expectTryAgain(await late.get('/api/me'))
    expect([visitor.cookies, late.cookies]).toEqual(before)
    await bringBack()
    for (const one of [visitor, late]) expect(await one.me()).toMatchObject({ status: 200 })
  })

  test('sees a page that says so, with a way to try again', async () => {
    const visitor = await openSession(app, model)
    await stop(postgres)

    const page = await visitor.get('/dashboard')

    expect(page.status).toBe(500)
    expect(page.body).toContain('unavailable')
    expect(page.setCookies).toEqual([])
  })

  test('is not logged out by a logout that could not be written to Postgres', async () => {
    const visitor = await openSession(app, model)
    await stop(postgres)

    const answer = await act(visitor, 'logoutAction', {}, { outcome: 'idle' })

    expect(answer.body).toContain('"unavailable"')
    expect(answer.setCookies).toEqual([])
    await bringBack()
    expect(await visitor.me()).toMatchObject({ status: 200 })
  })

  test('cannot log in, and need not type the e-mail again', async () => {
    await stop(postgres)

    const { email, password } = people.linus
    const answer = await new Visitor(app).submit('/login', 'password', { email, password, model })

    expect(answer).toMatchObject({ status: 200, setCookies: [] })
    expect(answer.body).toContain('We cannot log you in just now.')
    expect(findForm(answer.body, 'password').fields.get('email')).toBe(email)
  })
})

test('with Postgres unavailable, a signup says so and keeps name and e-mail', async () => {
  await stop(postgres)

  const person = { name: 'Hedy Lamarr', email: 'hedy@example.com', password: 'paper, ink and wax' }
  const answer = await new Visitor(app).submit('/signup', 'name', person)

  expect(answer.body).toContain('We cannot open an account just now.')
  const { fields } = findForm(answer.body, 'name')
  expect([fields.get('name'), fields.get('email')]).toEqual([person.name, person.email])
})

test('health names the unavailable store, and nothing else', async () => {
  await stop(redis)
  expect((await new Visitor(app).get('/api/health')).json()).toMatchObject({
    status: 'away',
    postgres: 'ok',
    redis: 'away',
  })
  await bringBack()
  await stop(postgres)
  const answer = await new Visitor(app).get('/api/health')
  expect(answer.status).toBe(503)
  expect(answer.json()).toMatchObject({ status: 'away', postgres: 'away', redis: 'ok' })
})

test('the log of the outages has names of errors, and no secret, address or e-mail', () => {
  const written = app.log()

  expect(written).toContain('UnavailableError')
  const secrets = [settings.UPSTASH_REDIS_REST_TOKEN, settings.SESSION_PASSWORDS, people.linus.password, 'paper, ink']
  for (const secret of [...secrets, '@example.com', 'postgresql://', '__Host-', 'Fe26.2']) {
    expect(written).not.toContain(secret)
  }
})

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '@/lib/server/limits/limits'
import { type Process, startBeside } from '@/tests/security/support/another-process'
import { actionId } from '@/tests/support/client-router'
import { findForm } from '@/tests/support/forms'
import { logInByForm } from '@/tests/support/log-in'
import { models } from '@/tests/support/models'
import { normalisePage } from '@/tests/support/normalise-page'
import { people } from '@/tests/support/people'
import type { Answer } from '@/tests/support/request'
import { Visitor } from '@/tests/support/visitor'

/** One proxy is in front of this application: the tests act as the proxy, and name the client address. */
let app: Process
/** No proxy is in front of this application. */
let bare: Process

beforeAll(async () => {
  app = await startBeside({ RATE_LIMIT: 'on', TRUSTED_PROXY_HOPS: '1' })
  bare = await startBeside({ RATE_LIMIT: 'on' })
})
afterAll(() => Promise.all([app?.stop(), bare?.stop()]))

const { tokens } = limits.accountAndNetwork
const wrong = 'not the password'
const tooMany = /Too many logins have failed\. Try again in (a minute|\d+ minutes)\./

/** Networks that no other test has used. */
let used = 0
function newNetwork(): string {
  used += 1
  return `198.51.100.${used}`
}

const from = (ip: string, spoofed = '') => ({ 'X-Forwarded-For': [spoofed, ip].filter(Boolean).join(', ') })

/** The form is the same for every signed-out visitor: load it once. */
let loginForm: Promise<Record<string, string>> | undefined
async function readLoginForm(): Promise<Record<string, string>> {
  const { body } = await new Visitor(app).get('/login')
  return Object.fromEntries(findForm(body, 'password').fields)
}

async function guess(email: string, headers: Record<string, string>, visitor = new Visitor(app), password = wrong) {
  loginForm ??= readLoginForm()
  return visitor.post('/login', { ...(await loginForm), email, password }, headers)
}

/** Sends wrong passwords until one is refused. A window that ends meanwhile refunds one or two tokens. */
async function spendAll(email: string, headers: (number: number) => Record<string, string>, visitor?: Visitor) {
  for (let number = 0; number < tokens + 3; number += 1) {
    const { body } = await guess(email, headers(number), visitor)
    if (tooMany.test(body)) return expect(number).toBeGreaterThanOrEqual(tokens)
    expect(body).toContain('do not match an account')
  }
  throw new Error('no login attempt was refused')
}

function expectTooMany(answer: Answer, email: string): void {
  expect(answer).toMatchObject({ status: 200, setCookies: [] })
  expect(answer.body).toMatch(tooMany)
  expect(findForm(answer.body, 'password').fields.get('email')).toBe(email)
  expect(answer.body).not.toContain(wrong)
}

describe('[ASVS 6.3.1] after ten wrong passwords', () => {
  test('the page says when to try again, keeps the e-mail and never the password; the right one is not compared', async () => {
    const [{ email, password }, ip] = [people.linus, newNetwork()]
    await spendAll(email, () => from(ip))

    expectTooMany(await guess(email, from(ip)), email)
    const right = await guess(email, from(ip), new Visitor(app), password)
    expect(right).toMatchObject({ status: 200, setCookies: [] })
    expect(right.body).toMatch(tooMany)
  })

  test('addresses that the client prepends to X-Forwarded-For start no new count', async () => {
    const [email, ip] = [`${randomUUID()}@example.com`, newNetwork()]
    await spendAll(email, (number) => from(ip, `203.0.113.${number}, 10.0.0.${number}`))

    expectTooMany(await guess(email, from(ip, '203.0.113.200')), email)
  })

  test('without a proxy, X-Forwarded-For and similar headers start no new count either', async () => {
    const email = `${randomUUID()}@example.com`
    const names = ['X-Forwarded-For', 'X-Real-IP', 'Forwarded', 'CF-Connecting-IP', 'True-Client-IP', 'X-Client-IP']
    const spoof = (number: number) => Object.fromEntries(names.map((name) => [name, `203.0.113.${number}`]))
    await spendAll(email, spoof, new Visitor(bare))

    expectTooMany(await guess(email, spoof(99), new Visitor(bare)), email)
  })

  test('another address of the same /64 starts no new count', async () => {
    const email = `${randomUUID()}@example.com`
    await spendAll(email, (number) => from(`2001:db8:0:1::${number}`))

    expectTooMany(await guess(email, from('2001:DB8:0:1:ffff::1')), email)
  })

  test('[ASVS 6.3.4] the other ways into the same action are closed too: another page, another model, JavaScript', async () => {
    const [email, ip] = [people.grace.email, newNetwork()]
    await spendAll(email, () => from(ip))

    const previous = { outcome: 'idle', errors: {}, values: { email: '', model: 'sealed', next: '/dashboard' } }
    for (const model of models) {
      const fields = { email, password: people.grace.password, model, next: '/dashboard' }
      const call = { id: await actionId(app, 'loginAction'), fields, previous }
      const answer = await new Visitor(app).callAction('/signup', call, from(ip))

      expect(answer.body).toMatch(/"outcome":"too_many","retryAfter":\d+/)
      expect(answer.setCookies).toEqual([])
    }
  })
})

test('[ASVS 6.3.8] the answer is the same for an address with and without an account', async () => {
  const bodies: string[] = []
  for (const email of [people.ada.email, 'unknown@example.com']) {
    const ip = newNetwork()
    await spendAll(email, () => from(ip))
    const { body } = await guess(email, from(ip))
    bodies.push(
      normalisePage(body, email)
        .replaceAll(/(\d+|a) minutes?/g, 'N minutes')
        .replaceAll(/retryAfter\D{1,10}\d+/g, ''),
    )
  }

  expect(bodies[0]).toMatch(/Try again in N minutes/)
  // Not `toBe`, which would print both pages.
  expect(bodies[1] === bodies[0]).toBe(true)
})

describe('[ASVS 6.1.1] a browser that has logged in before', () => {
  test('is accepted while another client has used up the limits, and stays recognized afterwards', async () => {
    const ip = newNetwork()
    const owner = await logInByForm(app, 'stored')
    const stranger = new Visitor(app)
    await spendAll(people.linus.email, () => from(ip), stranger)

    for (const model of models) {
      const { email, password } = people.linus
      const answer = await owner.submit('/login', 'password', { email, password, model }, from(ip))
      expect(answer.status).toBe(303)
    }
    expectTooMany(await guess(people.linus.email, from(ip), stranger), people.linus.email)
  })

  test('[ASVS 3.3.1] [ASVS 3.3.4] is known by a cookie that only we read, and that a logout leaves', async () => {
    const visitor = await logInByForm(app, 'sealed')
    const cookie = visitor.jar.get('__Host-device')
    expect(Object.fromEntries(cookie?.attributes ?? [])).toMatchObject({
      path: '/',
      secure: '',
      httponly: '',
      samesite: 'lax',
      'max-age': String(365 * 24 * 60 * 60),
    })

    await visitor.submit('/dashboard', 'Log out')
    expect(visitor.cookies.map(({ name }) => name)).toEqual(['__Host-device'])
    expect((await visitor.get('/login')).body).not.toContain(cookie?.value ?? '')
  })

  test('is not logged in by the device cookie, under any cookie name', async () => {
    const visitor = await logInByForm(app, 'sealed')
    const proof = visitor.jar.get('__Host-device')?.value ?? ''

    for (const name of ['__Host-device', '__Host-sealed', '__Host-stored', '__Host-signed', '__Host-refresh']) {
      const thief = new Visitor(app)
      thief.jar.set(name, proof)
      expect(await thief.me()).toMatchObject({ status: 401, code: 'unauthenticated' })
      expect((await thief.get('/dashboard')).status).toBe(303)
    }
  })

  test.for(['x', '', 'Fe26.2*1*a*b*c**d*e~2', '%00', 'a'.repeat(8000)])(
    'counts as unknown with an invalid device cookie, and never gets a 500: %#',
    async (value) => {
      const visitor = new Visitor(app)
      visitor.jar.set('__Host-device', value)
      const { email, password } = people.linus

      expect((await visitor.submit('/login', 'password', { email, password }, from(newNetwork()))).status).toBe(303)
    },
  )
})

test('a network that requests too many accounts gets the time of the next attempt, and the form keeps its fields', async () => {
  const ip = newNetwork()
  const ask = (email: string) =>
    new Visitor(app).submit('/signup', 'name', { name: 'Hedy Lamarr', email, password: 'paper, ink and wax' }, from(ip))
  for (let asked = 0; asked < limits.signup.tokens; asked += 1) {
    expect((await ask(`${randomUUID()}@example.com`)).body).toContain('If that address was new')
  }

  const answer = await ask('late@example.com')
  expect(answer.body).toMatch(/There were too many sign-ups from your network\. Try again in \d+ minutes\./)
  const { fields } = findForm(answer.body, 'name')
  expect([fields.get('name'), fields.get('email')]).toEqual(['Hedy Lamarr', 'late@example.com'])
  expect(answer.body).not.toContain('paper, ink and wax')
})

test('a network that finishes too many logouts gets the time of the next attempt; other networks are not limited', async () => {
  const [visitor, ip] = [new Visitor(app), newNetwork()]
  const path = '/login?logout=unfinished&session=no-such-session'
  const fields = Object.fromEntries(findForm((await visitor.get(path)).body, 'Try again').fields)
  const finish = (from: Record<string, string>) => visitor.post(path, fields, from)

  const some = () => Promise.all(Array.from({ length: 5 }, () => finish(from(ip))))
  const answers: Answer[] = []
  // A window that ends meanwhile refunds some tokens.
  for (let rounds = 0; rounds < 40 && !answers.some(isRefused); rounds += 1) answers.push(...(await some()))

  // A request that arrived too late for its sender has taken a token, too.
  expect(answers.filter(isDone).length).toBeGreaterThan(limits.unfinishedLogout.tokens / 2)
  const answer = answers.find(isRefused)
  const { body } = await visitor.get(answer?.location ?? '')
  expect(body).toMatch(/There were too many attempts from your network\. Try again in a minute\./)
  expect(findForm(body, 'Try again').fields.get('session')).toBe('no-such-session')
  expect(isDone(await finish(from(newNetwork())))).toBe(true)
})

const isRefused = ({ location }: Answer) =>
  /^\/login\?logout=unfinished&session=no-such-session&retry=\d+$/.test(location ?? '')
const isDone = ({ location }: Answer) => location === '/login?logout=done'

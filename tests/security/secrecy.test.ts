import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Process, startBeside } from '@/tests/security/support/another-process'
import { models } from '@/tests/support/models'
import { due, openSession } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import type { Answer } from '@/tests/support/request'
import { Visitor } from '@/tests/support/visitor'

const cronSecret = 'only-the-clock-knows-this'
let app: Process

beforeAll(async () => {
  app = await startBeside({ CRON_SECRET: cronSecret })
})
afterAll(() => app?.stop())

/** Uses every feature as one visitor. Returns every answer, and every cookie value that was ever valid. */
async function spendADay(model: (typeof models)[number]) {
  const answers: Answer[] = []
  // The session is due, so that a renewal is among the answers.
  const visitor = await openSession(app, model, due)
  const values = new Set(visitor.cookies.map(({ value }) => value))
  const look = async (answer: Promise<Answer>) => {
    answers.push(await answer)
    for (const { value } of visitor.cookies) values.add(value)
  }

  for (let times = 0; times < 2; times += 1) {
    for (const path of ['/dashboard', '/', '/login', '/api/me', '/nowhere']) await look(visitor.get(path))
    await look(visitor.get('/dashboard', { RSC: '1' }))
    await look(visitor.submit('/dashboard', 'note', { note: 'a note' }))
    await look(visitor.send('POST', '/api/session/renew'))
  }
  await look(visitor.get('/dashboard', { Authorization: `Bearer ${visitor.cookies[0]?.value}` }))
  await look(visitor.submit('/dashboard', 'Log out'))
  return { answers, values: [...values] }
}

function textOf({ headers, body }: Answer): string {
  const others = [...headers].filter(([name]) => name !== 'set-cookie')
  return `${others.map(([name, value]) => `${name}: ${value}`).join('\n')}\n${body}`
}

/** A part of a token or seal counts as leaked, too. */
const partsOf = (value: string) => value.split(/[.*]/).filter((part) => part.length > 20)

test.for(models)('[ASVS 3.3.4] the value of a %s cookie is in Set-Cookie, and nowhere else', async (model) => {
  const { answers, values } = await spendADay(model)

  expect(values.length).toBeGreaterThan(2)
  for (const part of values.flatMap(partsOf)) {
    expect(answers.filter((answer) => textOf(answer).includes(part)).map(({ status }) => status)).toEqual([])
    expect(app.log()).not.toContain(part)
  }
})

test('the log has no personal data and no secret, also after every kind of failure', async () => {
  const visitor = new Visitor(app)
  await visitor.submit('/login', 'password', { email: people.ada.email, password: 'a wrong password' })
  await visitor.submit('/login', 'password', { email: people.ada.email, password: null, model: 'nonsense' })
  await visitor.submit('/signup', 'name', { email: people.ada.email, password: 'another wrong one', name: 'Ada' })
  await visitor.get('/api/me', { Authorization: 'Bearer a-token-of-no-use' })
  await visitor.get('/api/cron/purge', { Authorization: `Bearer ${cronSecret}-almost` })
  visitor.jar.set('__Host-sealed', 'Fe26.2*1*a-cookie-of-no-use')
  await visitor.get('/dashboard')
  await visitor.callAction('/login', { id: '0'.repeat(42), fields: { note: 'a private note' } })

  const written = app.log()
  const secrets = [people.ada.password, 'wrong password', 'another wrong one', cronSecret, 'of-no-use', 'private note']
  for (const secret of [...secrets, '@example.com', 'postgresql://', '__Host-']) expect(written).not.toContain(secret)
})

test('the purge runs for every caller with the secret, and answers with counts', async () => {
  const answer = await new Visitor(app).get('/api/cron/purge', { Authorization: `Bearer ${cronSecret}` })

  expect(answer.status).toBe(200)
  expect(answer.json()).toEqual({
    ended: expect.any(Object),
    deleted: expect.any(Object),
    expired: expect.any(Object), // feature: mail
    sent: expect.any(Object), // feature: mail
    more: false,
  })
})

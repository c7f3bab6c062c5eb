import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Application, startApplication } from '@/tests/support/application'
import { people } from '@/tests/support/people'
import { Visitor } from '@/tests/support/visitor'

let app: Application
beforeAll(async () => {
  app = await startApplication({ env: { SEED: '' } })
})
afterAll(() => app?.stop())

test.for(Object.values(people))(
  '[ASVS 6.3.2] served as in production, there is no $email',
  async ({ email, password }) => {
    const answer = await new Visitor(app).submit('/login', 'password', { email, password })

    expect(answer).toMatchObject({ status: 200, setCookies: [] })
    expect(answer.body).toContain('do not match an account')
  },
)

test('npm start on an embedded database without accounts says how to get one, and names no password', () => {
  expect(app.log()).toContain('The database has no account yet: sign up in the browser, or start with SEED=on')
  expect(app.log()).not.toContain(people.ada.password)
})

test('[ASVS 6.3.2] the login page names no account either, and a new account is a member', async () => {
  const visitor = new Visitor(app)
  expect((await visitor.get('/login')).body).not.toContain('@example.com')

  const person = { email: 'first@example.com', password: 'paper, ink and wax' }
  await visitor.submit('/signup', 'name', { ...person, name: 'The First', role: 'admin' })
  await visitor.submit('/login', 'password', person)
  expect(await visitor.me()).toMatchObject({ status: 200, user: { role: 'member' } })
})

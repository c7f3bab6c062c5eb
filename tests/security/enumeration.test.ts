import { expect, test } from 'vitest'
import { givenApplication } from '@/tests/support/given-application'
import { normalisePage } from '@/tests/support/normalise-page'
import { people } from '@/tests/support/people'
import { Visitor } from '@/tests/support/visitor'

const app = givenApplication()
const unknown = 'hedy@example.com'
const known = people.ada.email

async function tryToLogIn(email: string) {
  const answer = await new Visitor(app).submit('/login', 'password', { email, password: 'not the password' })
  return { ...answer, body: normalisePage(answer.body, email) }
}

async function signUp(email: string) {
  const person = { name: 'Hedy Lamarr', email, password: 'paper, ink and wax' }
  const answer = await new Visitor(app).submit('/signup', 'name', person)
  return { ...answer, body: normalisePage(answer.body, email) }
}

test('[ASVS 6.3.8] a failed login answers the same for an address with and without an account', async () => {
  const [a, b] = [await tryToLogIn(known), await tryToLogIn(unknown)]

  expect(a.status).toBe(200)
  expect(b).toMatchObject({ status: a.status, setCookies: a.setCookies, body: a.body })
})

test('[ASVS 6.3.8] a signup answers the same for an address with and without an account', async () => {
  const [a, b] = [await signUp(known), await signUp(`new-${Date.now()}@example.com`)]

  expect(a.body).toContain('If that address was new, your account is ready.')
  expect(b).toMatchObject({ status: a.status, setCookies: [], body: a.body })
})

test('a signup with the address of another user does not change their account', async () => {
  await signUp(known)

  const answer = await new Visitor(app).submit('/login', 'password', { email: known, password: 'paper, ink and wax' })
  expect(answer).toMatchObject({ status: 200, setCookies: [] })
})

test('neither page shows the typed password', async () => {
  expect((await tryToLogIn(unknown)).body).not.toContain('not the password')
  expect((await signUp(known)).body).not.toContain('paper, ink and wax')
})

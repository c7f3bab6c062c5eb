import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { findForm } from '@/tests/support/forms'
import { givenApplication } from '@/tests/support/given-application'
import { Visitor } from '@/tests/support/visitor'

const app = givenApplication()
const newEmail = () => `${randomBytes(6).toString('hex')}@example.com`

async function signUp(password: string, email = newEmail()) {
  const answer = await new Visitor(app).submit('/signup', 'name', { name: 'New User', email, password })
  return { email, body: answer.body }
}

async function isLetIn(email: string, password: string): Promise<boolean> {
  return (await new Visitor(app).submit('/login', 'password', { email, password })).status === 303
}

test('[ASVS 6.2.1] a password has eight characters or more', async () => {
  expect((await signUp('x7$kQz!')).body).toContain('Use 8 characters or more.')
  expect((await signUp('x7$kQz!m')).body).toContain('your account is ready')
})

test.for(['12345678', 'Password', 'iloveyou', 'qwertyuiop', '1qaz2wsx', 'TRUSTNO1'])(
  '[ASVS 6.2.4] [ASVS 6.2.12] %s, which everybody tries first, is refused',
  async (password) => {
    expect((await signUp(password)).body).toContain('Too many people use this password.')
  },
)

const ofOneKind = [
  'zvxqjkwpm',
  'ZVXQJKWPM',
  '83920174650',
  '~~~~#####~~~~',
  'žluťoučký',
  '你好世界你好世界',
  '🔑🔑🔑🔑🔑🔑🔑🔑',
]

test.for(ofOneKind)('[ASVS 6.2.5] %s is taken, though all of one kind, and lets its owner in', async (password) => {
  const { email, body } = await signUp(password)

  expect(body).toContain('your account is ready')
  expect(await isLetIn(email, password)).toBe(true)
})

test.for(['/login', '/signup'])(
  '[ASVS 6.2.6] [ASVS 6.2.7] the field for it at %s hides what is typed, and lets managers and pasting help',
  async (path) => {
    const { html } = findForm((await new Visitor(app).get(path)).body, 'password')
    const [field = ''] = html.match(/<input[^>]*name="password"[^>]*>/) ?? []

    expect(field).toContain('type="password"')
    expect(field).toMatch(path === '/login' ? /autoComplete="current-password"/i : /autoComplete="new-password"/i)
    expect(field).not.toMatch(/onpaste|readonly|maxlength|autocomplete="off"/i)
    expect(html).toMatch(/autoComplete="username( webauthn)?"/i)
  },
)

test('[ASVS 6.2.8] it is compared as it was sent: blanks, case and every character count', async () => {
  const password = '  Paper, ink and wax  '
  const { email } = await signUp(password)

  expect(await isLetIn(email, password)).toBe(true)
  for (const other of [password.trim(), password.toLowerCase(), password.slice(0, -1), `${password} `]) {
    expect({ other, letIn: await isLetIn(email, other) }).toEqual({ other, letIn: false })
  }
})

test.for([64, 128, 1000])('[ASVS 6.2.9] [ASVS 6.2.8] of %i characters the last one counts', async (length) => {
  const password = 'long '.repeat(200).slice(0, length - 1)
  const { email, body } = await signUp(`${password}a`)

  expect(body).toContain('your account is ready')
  expect([await isLetIn(email, `${password}a`), await isLetIn(email, `${password}b`)]).toEqual([true, false])
})

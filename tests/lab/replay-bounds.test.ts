import { expect, test } from 'vitest'
import * as z from 'zod'
import { givenLab } from '@/tests/support/given-application'
import { newAccount, openSession, unproven } from '@/tests/support/open-session'
import { readSources } from '@/tests/support/source'
import { Visitor } from '@/tests/support/visitor'

const app = givenLab()

const Jar = z.object({ jar: z.string() })
const Token = z.object({ access_token: z.string() })
const steal = async (visitor: Visitor) => Jar.parse((await visitor.send('POST', '/api/lab/jar')).json()).jar
const start = (visitor: Visitor, jar: string, headers = {}, changed = {}) =>
  visitor.send('POST', '/api/lab/replay', headers, JSON.stringify({ ...wish, ...changed, jar }))
const wish = { act: 'logout', seconds: 3, freshLeft: 2, own: true }

test('only its owner can start and delete a jar, even if others know its name', async () => {
  const owner = await openSession(app, 'sealed', await newAccount(app))
  const other = await openSession(app, 'stored', await newAccount(app))
  const jar = await steal(owner)

  expect((await start(other, jar)).status).toBe(404)
  expect((await other.send('DELETE', `/api/lab/jar?jar=${jar}`)).status).toBe(404)
  expect(await owner.me()).toMatchObject({ status: 200 })
  expect((await owner.send('DELETE', `/api/lab/jar?jar=${jar}`)).status).toBe(204)
  expect((await start(owner, jar)).status).toBe(404)
})

test('unauthenticated and cross-site requests steal no cookie and start no run', async () => {
  const owner = await openSession(app, 'signed', await newAccount(app))
  const jar = await steal(owner)
  const foreign = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }

  expect((await start(owner, jar, foreign)).status).toBe(403)
  expect((await owner.send('POST', '/api/lab/jar', foreign)).status).toBe(403)

  const stranger = new Visitor(app)
  expect((await start(stranger, jar)).status).toBe(401)
  expect((await stranger.send('POST', '/api/lab/jar')).status).toBe(401)
})

test('[ASVS 7.5.1] a reader whose last re-authentication is too long ago ends no other session in the lab either', async () => {
  const account = await newAccount(app)
  const thief = await openSession(app, 'signed', { ...account, ...unproven })
  const other = await openSession(app, 'stored', account)
  const jar = await steal(thief)

  for (const act of ['everywhere', 'password', 'revoke', 'role']) {
    const answer = await start(thief, jar, {}, { act })
    expect([act, answer.status, answer.json()]).toMatchObject([act, 403, { code: 'proof_required' }])
  }
  expect([(await thief.me()).status, (await other.me()).status]).toEqual([200, 200])
})

test('a bearer token opens no session and copies none', async () => {
  const owner = await openSession(app, 'signed', await newAccount(app))
  const { access_token } = Token.parse((await owner.send('POST', '/api/token')).json())
  const bearer = { Authorization: `Bearer ${access_token}` }
  const program = new Visitor(app)

  for (const path of [
    '/api/lab/jar',
    '/api/lab/replay',
    '/api/lab/race?race=data&field=10',
    '/api/lab/flip',
    '/api/lab/measure',
  ]) {
    expect((await program.send('POST', path, bearer, '{}')).status, path).toBe(403)
  }
})

test('the report of a run contains no cookie, and its requests go to this deployment for any Host header', async () => {
  const owner = await openSession(app, 'stored', await newAccount(app))
  const bystander = await openSession(app, 'sealed', await newAccount(app))
  const jar = await steal(owner)
  const values = owner.cookies.map(({ value }) => value)

  const { status, body } = await start(owner, jar, { 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'https' })
  expect(status).toBe(200)
  expect(body).toContain('"verdicts":{"strict":"allowed"')
  for (const value of values) expect(body).not.toContain(value)
  expect(await owner.me()).toMatchObject({ status: 401 })
  expect(await bystander.me()).toMatchObject({ status: 200 })
})

const atOwnAddress = expect.stringMatching(/^`\$\{selfOrigin\(\)\}/)

test('the server side of the lab sends requests to our own address only', () => {
  const lab = readSources('lib').filter(({ path }) => /^lib\/(lab|server\/lab)\//.test(path))
  const asking = lab.filter(({ text }) => text.includes('fetch('))
  for (const { path, text } of asking) expect(text.split('fetch(').slice(1), path).toEqual([atOwnAddress])
  expect(asking.map(({ path }) => path)).toContain('lib/lab/server/cookie-holder.ts')
})

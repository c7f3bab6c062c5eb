import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import { givenApplication } from '@/tests/support/given-application'
import { models } from '@/tests/support/models'
import { openSession } from '@/tests/support/open-session'
import { Visitor } from '@/tests/support/visitor'

const app = givenApplication()

test.for(models)('[ASVS 7.2.2] each login by %s issues credentials that were never issued before', async (model) => {
  const visitors = [await openSession(app, model), await openSession(app, model), await openSession(app, model)]

  const values = visitors.flatMap(({ cookies }) => cookies.map(({ value }) => value))
  const ids = await Promise.all(visitors.map(async (visitor) => (await visitor.me()).session?.id))
  expect(new Set(values).size).toBe(values.length)
  expect(new Set(ids).size).toBe(visitors.length)
})

test('[ASVS 7.2.2] no token is given out twice, not even to the same session', async () => {
  const visitor = await openSession(app, 'signed')
  const tokens = [visitor.jar.get('__Host-signed')?.value ?? '']
  await visitor.send('POST', '/api/session/renew')
  tokens.push(visitor.jar.get('__Host-signed')?.value ?? '')

  expect(new Set(tokens.map((token) => decodeJwt(token).jti)).size).toBe(2)
  expect(new Set(tokens.map((token) => decodeJwt(token).sid)).size).toBe(1)
})

test.for(models)('[ASVS 7.2.1] claims that a visitor by %s sends beside the credential are ignored', async (model) => {
  const visitor = await openSession(app, model)
  const said = { 'X-User-Id': 'another-user', 'X-Role': 'admin', 'X-Session': 'valid' }
  for (const name of ['role', 'user', 'userId', 'session', 'logged_in']) visitor.jar.set(name, 'admin')

  expect(await visitor.me(said)).toMatchObject({ status: 200, user: { role: 'member' } })
  const stranger = new Visitor(app)
  for (const name of ['role', 'user', 'userId', 'session', 'logged_in']) stranger.jar.set(name, 'admin')
  expect((await stranger.me(said)).status).toBe(401)
  expect((await stranger.get('/dashboard', said)).status).toBe(303)
})

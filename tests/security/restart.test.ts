import { afterAll, beforeAll, expect, test } from 'vitest'
import { routes } from '@/lib/routes'
import type { Model } from '@/lib/session/models'
import { type Application, startApplication } from '@/tests/support/application'
import { models } from '@/tests/support/models'
import { openSession } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import type { Visitor } from '@/tests/support/visitor'

let app: Application
beforeAll(async () => {
  app = await startApplication()
})
afterAll(() => app?.stop())

/** @returns a copied credential of a session that was logged out */
async function logOut(model: Model): Promise<Visitor> {
  const visitor = await openSession(app, model, people.linus)
  const copy = visitor.clone()
  expect((await visitor.submit(routes.dashboard, 'Log out')).status).toBe(303)
  return copy
}

async function logOutEverywhere(): Promise<Visitor[]> {
  const visitors = await Promise.all(models.map((model) => openSession(app, model, people.grace)))
  const copies = visitors.map((visitor) => visitor.clone())
  expect((await visitors[0]?.submit(routes.sessions, 'Log out everywhere, here too'))?.status).toBe(303)
  return copies
}

test('[ASVS 7.4.1] a logged-out session stays refused when the application restarts, and all other sessions stay valid', {
  timeout: 240_000,
}, async () => {
  const ended = [await logOut('sealed'), await logOut('stored'), await logOut('signed'), ...(await logOutEverywhere())]
  const others = await Promise.all(models.map((model) => openSession(app, model, people.ada)))

  await app.restart()

  for (const copy of ended) expect(await copy.me()).toMatchObject({ status: 401, code: 'revoked' })
  for (const other of others) expect(await other.me()).toMatchObject({ status: 200 })
})

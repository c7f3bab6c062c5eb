import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as z from 'zod'
import {
  actionsOf,
  everyMethod,
  isOfLab,
  labHandlers,
  labPages,
  labRoutes,
  nowhereNear,
  postAction,
  query,
  report,
} from '@/tests/lab/support/routes'
import { givenApplication } from '@/tests/support/given-application'
import { openSession } from '@/tests/support/open-session'
import { Visitor } from '@/tests/support/visitor'

/** The default production build: it contains no lab that could be switched on. */
const app = givenApplication()

test('the source contains a lab', () => {
  expect(labPages.map(({ path }) => path)).toContain('/lab')
  expect(labHandlers).toContainEqual({ path: '/api/lab/check', methods: ['GET'] })
})

test.for(labRoutes)('$path does not exist, by any method and for any caller', async ({ path }) => {
  for (const visitor of [new Visitor(app), await openSession(app, 'signed')]) {
    for (const method of everyMethod) {
      const answer = await visitor.send(method, `${path}?${query}`)

      const { status } = await visitor.send(method, nowhereNear(path))
      expect([method, answer.status]).toEqual([method, status])
      expect(answer).toMatchObject({ setCookies: [], location: null })
      expect(answer.body).not.toMatch(report)
    }
    expect((await visitor.get(`${path}?${query}`)).status).toBe(404)
  }
})

test('no action of the build is from the lab', () => {
  const actions = actionsOf(app)
  expect(actions.size).toBeGreaterThan(10)
  expect([...actions.values()].filter(isOfLab)).toEqual([])
})

test('no action of the build, posted to the first page, performs an action of the lab', async () => {
  const visitor = new Visitor(app)
  for (const id of actionsOf(app).keys()) {
    for (const answer of await postAction(visitor, id, `/?${query}`)) {
      expect(answer.body).not.toMatch(report)
    }
  }
})

const Edge = z.object({ middleware: z.object({ '/': z.object({ files: z.array(z.string()).min(1) }) }) })

test('the middleware of the build contains no string of the lab', () => {
  const read = (file: string) => readFileSync(join(app.dist, file), 'utf8')
  const { files } = Edge.parse(JSON.parse(read('server/middleware-manifest.json'))).middleware['/']
  const code = files.map(read).join('\n')

  expect(code).toContain('/api/session/renew')
  expect(code).not.toMatch(/\/lab\/target|textbook|LabFault/)
})

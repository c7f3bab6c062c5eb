import { afterAll, beforeAll, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { everyMethod, labActions, labRoutes, nowhereNear, postAction, query, report } from '@/tests/lab/support/routes'
import { type Application, startApplication } from '@/tests/support/application'
import { buildWithLab } from '@/tests/support/build'
import { givenApplication } from '@/tests/support/given-application'
import { openSession } from '@/tests/support/open-session'
import { reach } from '@/tests/support/reach'
import type { Answer } from '@/tests/support/request'
import { Visitor } from '@/tests/support/visitor'

/** A build that contains the lab, with the lab disabled. */
const without = givenApplication()
let off: Application

beforeAll(async () => {
  off = await startApplication({ build: await buildWithLab(), env: { LAB: 'off' } })
})
afterAll(() => off?.stop())

/**
 * On its own page an action's 404 is the status. Posted to another page, Next passes it on and writes the 404 into an answer 200,
 * or without JavaScript finds no such action on that page: 409.
 */
const refusalOf = ({ status, body }: Answer) => `${status} ${body.match(/NEXT_HTTP_ERROR_FALLBACK;404/)?.[0] ?? ''}`
const refused = /^(404 .*|409 |200 NEXT_HTTP_ERROR_FALLBACK;404)$/

/** The row counts of all tables, in the stores of the application without the lab. */
function countRows(): Promise<readonly number[]> {
  reach(off.url)
  return askPostgres(async ({ user, session, refreshToken, deniedSession, passwordChange, note, auditEvent }) => {
    const tables = [user, session, refreshToken, deniedSession, passwordChange, note, auditEvent]
    const counts: number[] = []
    for (const table of tables) counts.push(await countOf(table))
    return counts
  })
}

const countOf = (table: { count(): Promise<number> }) => table.count()

/** Next itself answers OPTIONS for a page of the build, with 400, before the page runs. */
const methodsFor = (path: string) =>
  path.startsWith('/api/') ? everyMethod : everyMethod.filter((method) => method !== 'OPTIONS')

test.for(labRoutes)('$path does not exist, by any method', async ({ path }) => {
  for (const visitor of [new Visitor(off), await openSession(off, 'stored')]) {
    for (const method of methodsFor(path)) {
      const answer = await visitor.send(method, `${path}?${query}`)
      const { status } = await visitor.send(method, nowhereNear(path))
      expect([method, answer.status]).toEqual([method, status])
      expect(answer.setCookies).toEqual([])
      expect(answer.body).not.toMatch(report)
    }
    expect((await visitor.get(`${path}?${query}`)).status).toBe(404)
  }
})

test('no action of the lab has an effect, with JavaScript or without', async () => {
  expect(labActions(off, without)).not.toEqual([])
  const visitor = await openSession(off, 'signed')
  const before = await countRows()

  for (const id of labActions(off, without)) {
    for (const path of ['/', '/dashboard', '/lab', `/lab/target/page?${query}`]) {
      for (const answer of await postAction(visitor, id, path)) {
        expect([id, path, refusalOf(answer)]).toEqual([id, path, expect.stringMatching(refused)])
        expect(answer.setCookies).toEqual([])
        expect(answer.body).not.toMatch(report)
      }
    }
  }
  expect(await countRows()).toEqual(before)
  expect(await visitor.me()).toMatchObject({ status: 200 })
})

import { beforeAll, expect, test } from 'vitest'
import { routes } from '@/lib/routes'
import { editor, noteAt, sendJson, textsOf, writeNote } from '@/tests/security/support/notes'
import { givenApplication } from '@/tests/support/given-application'
import { Visitor } from '@/tests/support/visitor'

const app = givenApplication()

let grace: Awaited<ReturnType<typeof editor>>
let note: Awaited<ReturnType<typeof writeNote>>
let token = ''
beforeAll(async () => {
  grace = await editor(app)
  note = await writeNote(grace.browser, 'written in the open')
  token = grace.program.authorization.Authorization.replace('Bearer ', '')
})

const places: ReadonlyArray<readonly [method: string, path: () => string, scope: string]> = [
  ['GET', () => routes.me, ''],
  ['GET', () => routes.notes, ', scope="notes:read"'],
  ['POST', () => routes.notes, ', scope="notes:write"'],
  ['GET', () => noteAt(note.id), ', scope="notes:read"'],
  ['PATCH', () => noteAt(note.id), ', scope="notes:write"'],
  ['DELETE', () => noteAt(note.id), ', scope="notes:write"'],
]

test.for(places)(
  '%s: a request with a token in the URL is refused with the reason, beside every other credential (RFC 6750, section 2.3)',
  async ([method, path, scope]) => {
    for (const query of [`access_token=${token}`, 'access_token=', `limit=1&access_token=${token}`]) {
      for (const who of [grace.program, grace.browser]) {
        const answer = await sendJson(who, method, `${path()}?${query}`, { text: 'planted' })

        expect(answer).toMatchObject({ status: 400, setCookies: [] })
        expect(answer.json()).toMatchObject({
          code: 'token_in_query',
          title: 'A token in an address ends up in logs and histories. Send it in the Authorization header.',
        })
        const reason = 'error="invalid_request", error_description="a token in the query string is not accepted"'
        expect(answer.headers.get('www-authenticate')).toBe(`Bearer ${reason}${scope}`)
        expect(answer.headers.get('cache-control')).toBe('no-store')
        expect(answer.body).not.toContain(token)
      }
    }
    expect(await textsOf(grace.browser)).toContain(note.text)
    expect(await textsOf(grace.browser)).not.toContain('planted')
  },
)

test('a token in the URL is not exchanged for another', async () => {
  const answer = await grace.browser.send('POST', `${routes.token}?access_token=${token}`, { Origin: app.url })

  expect(answer.json()).toMatchObject({ status: 400, code: 'token_in_query' })
})

test('a token in a form or in a cookie of that name is ignored', async () => {
  const said = { 'Content-Type': 'application/x-www-form-urlencoded', Cookie: `access_token=${token}` }

  for (const method of ['GET', 'POST']) {
    const answer = await new Visitor(app).send(method, routes.notes, said, `access_token=${token}`)
    expect(answer.json()).toMatchObject({ status: 401, code: 'unauthenticated' })
  }
})

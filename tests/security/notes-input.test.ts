import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { routes } from '@/lib/routes'
import { editor, noteAt, sendJson, textsOf, writeNote } from '@/tests/security/support/notes'
import { givenApplication } from '@/tests/support/given-application'
import type { Visitor } from '@/tests/support/visitor'

let browser: Visitor
let program: Visitor
beforeAll(async () => {
  ;({ browser, program } = await editor(givenApplication()))
})

const writeIt = { text: 'Write a text.' }
const unseen = { text: 'Use characters that can be seen.' }
const long = { text: 'Use 2000 characters or fewer.' }
const nothingElse = { body: 'Send an object with a text, and nothing else.' }

const wrong: ReadonlyArray<readonly [string, unknown, Readonly<Record<string, string>>]> = [
  ['nothing', '', nothingElse],
  ['what is no JSON', '{"text":', nothingElse],
  ['null', null, nothingElse],
  ['a list', [{ text: 'planted' }], nothingElse],
  ['no text', {}, writeIt],
  ['an empty text', { text: '' }, writeIt],
  ['blanks', { text: ' \t\n\u2003' }, writeIt],
  ['a number', { text: 7 }, writeIt],
  ['2001 characters', { text: 'x'.repeat(2001) }, long],
  ['U+0000', { text: 'planted\0' }, unseen],
  ['an unknown field', { text: 'planted', author: 'ada' }, nothingElse],
  ['an id of its own', { text: 'planted', id: randomUUID() }, nothingElse],
  ['a prototype', '{"text":"planted","__proto__":{"role":"admin"}}', nothingElse],
]

describe.for(wrong)('a request body for a note, being %s,', ([, body, errors]) => {
  test('is refused with a message for each field, and nothing is written', async () => {
    const { id, text } = await writeNote(browser, `kept ${randomUUID()}`)

    for (const [who, method, path] of [
      [browser, 'POST', routes.notes],
      [program, 'PATCH', noteAt(id)],
    ] as const) {
      const answer = await sendJson(who, method, path, body)

      expect(answer.status).toBe(400)
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
      expect(answer.json()).toMatchObject({ status: 400, code: 'invalid' })
      expect(JSON.parse(answer.body).errors).toEqual(errors)
    }
    const texts = await textsOf(browser)
    expect(texts).toContain(text)
    expect(texts).not.toContain('planted')
  })
})

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/jsonp',
  '',
])(
  '[ASVS 3.5.2] a body that calls itself "%s" is not read, because a page may send it without asking first',
  async (type) => {
    const answer = await sendJson(browser, 'POST', routes.notes, { text: 'planted' }, { 'Content-Type': type })

    expect(answer.json()).toMatchObject({ status: 415, code: 'unsupported_media_type' })
    expect(await textsOf(browser)).not.toContain('planted')
  },
)

test('2000 characters of any kind are a note, and more than 16 kB are too large, said or not', async () => {
  const longest = '🖋'.repeat(1000)

  expect((await writeNote(browser, longest)).text).toBe(longest)
  const answer = await sendJson(browser, 'POST', routes.notes, { text: 'planted', padding: 'x'.repeat(20_000) })
  expect(answer.json()).toMatchObject({ status: 413, code: 'too_large' })
})

test.each(['?limit=0', '?limit=101', '?limit=x', '?limit=1.5', '?limit=-1', '?limit=1e9'])(
  'a page size of %s is refused with the limit',
  async (query) => {
    const answer = await program.get(`${routes.notes}${query}`)

    expect(answer.status).toBe(400)
    expect(Object.keys(JSON.parse(answer.body).errors)).toEqual(['limit'])
  },
)

test.each(["' OR ''='", 'x', '../me', '%00', randomUUID().slice(1)])('no note has the id %j', async (id) => {
  const before = await program.get(`${routes.notes}?before=${encodeURIComponent(id)}`)
  expect(before.json()).toMatchObject({ code: 'invalid', errors: { before: 'The id of a note.' } })
  for (const method of ['GET', 'PATCH', 'DELETE']) {
    const answer = await sendJson(program, method, noteAt(encodeURIComponent(id)), { text: 'planted' })
    expect(answer.json()).toMatchObject({ status: 404, code: 'not_found' })
  }
})

test('[ASVS 3.2.1] [ASVS 3.2.2] HTML in a note is its text, and comes back as data that no browser takes for a page', async () => {
  const text = '</script><img src=x onerror=alert(1)>'

  const { id } = await writeNote(browser, text)
  const answer = await browser.get(noteAt(id))

  expect(answer.json()).toMatchObject({ text })
  expect(answer.headers.get('content-type')).toBe('application/json')
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
})

test.each([
  ['PUT', routes.notes],
  ['DELETE', routes.notes],
  ['PATCH', routes.notes],
  ['POST', noteAt(randomUUID())],
  ['PUT', noteAt(randomUUID())],
])('%s %s is not there: 405', async (method, path) => {
  expect((await sendJson(program, method, path, { text: 'planted' })).status).toBe(405)
})

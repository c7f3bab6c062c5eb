import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { routes } from '@/lib/routes'
import { editor, member, Note, noteAt, readPage, sendJson, textsOf, writeNote } from '@/tests/security/support/notes'
import { givenApplication } from '@/tests/support/given-application'
import { Visitor } from '@/tests/support/visitor'

const app = givenApplication()
const evil = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }

describe.each(['browser', 'program'] as const)('an editor, by a %s,', (by) => {
  test('writes a note, which everyone may read by its address, changes it, and deletes it', async () => {
    const [{ [by]: grace }, { [by]: linus }] = [await editor(app), await member(app)]
    const text = `first ${randomUUID()}`

    const written = await sendJson(grace, 'POST', routes.notes, { text })
    expect(written.status).toBe(201)
    const note = Note.parse(written.json())
    expect(note).toMatchObject({ text, author: { id: (await grace.me()).user?.id } })
    expect(written.location).toBe(noteAt(note.id))
    expect((await linus.get(noteAt(note.id))).json()).toEqual(note)
    expect(written.headers.get('cache-control')).toBe('no-store')

    const changed = await sendJson(grace, 'PATCH', noteAt(note.id), { text: '  second  ' })
    expect(changed.status).toBe(200)
    expect(changed.json()).toMatchObject({ id: note.id, text: 'second', createdAt: note.createdAt })

    const deleted = await grace.send('DELETE', noteAt(note.id), { Origin: grace.origin })
    expect(deleted).toMatchObject({ status: 204, body: '' })
    for (const method of ['GET', 'DELETE'] as const) {
      const again = await grace.send(method, noteAt(note.id), { Origin: grace.origin })
      expect(again.json()).toMatchObject({ status: 404, code: 'not_found' })
    }
  })
})

const writes = [
  ['POST', () => routes.notes],
  ['PATCH', noteAt],
  ['DELETE', noteAt],
] as const

test.for(writes)(
  'a member reads, and is refused when it comes to %s: nothing is written',
  async ([method, addressOf]) => {
    const { browser: grace } = await editor(app)
    const { browser, program } = await member(app)
    const { id, text } = await writeNote(grace, `kept ${randomUUID()}`)

    for (const [who, challenge] of [
      [browser, null],
      [program, 'Bearer error="insufficient_scope", scope="notes:write"'],
    ] as const) {
      const answer = await sendJson(who, method, addressOf(id), { text: 'planted by a member' })

      expect(answer.json()).toMatchObject({ status: 403, code: 'forbidden' })
      expect(answer.headers.get('www-authenticate')).toBe(challenge)
      expect(await textsOf(who)).toContain(text)
      expect(await textsOf(who)).not.toContain('planted by a member')
    }
  },
)

test.for(writes)(
  '[ASVS 3.5.1] %s with a cookie has to come from a page of ours, with a token from anywhere',
  async ([method, addressOf]) => {
    const { browser, program } = await editor(app)
    const { id, text } = await writeNote(browser, `mine ${randomUUID()}`)

    const forged = await sendJson(browser, method, addressOf(id), { text: 'planted by a page' }, evil)
    expect(forged.json()).toMatchObject({ status: 403, code: 'cross_site' })
    expect(await textsOf(browser)).toContain(text)
    expect(await textsOf(browser)).not.toContain('planted by a page')

    const own = await program.send(
      method,
      addressOf(id),
      { 'Content-Type': 'application/json', ...evil, Cookie: 'x=1' },
      JSON.stringify({ text: `by a program ${randomUUID()}` }),
    )
    expect([200, 201, 204]).toContain(own.status)
  },
)

test('a token does not let a cross-site page use the cookie beside it: the header alone decides', async () => {
  const { browser } = await editor(app)

  for (const Authorization of ['Bearer', 'Bearer x']) {
    const answer = await sendJson(browser, 'POST', routes.notes, { text: 'planted' }, { ...evil, Authorization })
    expect(answer.status).toBe(401)
  }
  // A browser adds the credentials of HTTP Basic auth to a request that another site has caused, as it adds cookies.
  for (const Authorization of ['', 'Basic eDp5', 'Digest x']) {
    const answer = await sendJson(browser, 'POST', routes.notes, { text: 'planted' }, { ...evil, Authorization })
    expect(answer.json()).toMatchObject({ status: 403, code: 'cross_site' })
  }
  expect(await textsOf(browser)).not.toContain('planted')
})

test('an unauthenticated request reads and writes nothing', async () => {
  const stranger = new Visitor(app)

  for (const answer of [
    await stranger.get(routes.notes),
    await stranger.get(noteAt(randomUUID())),
    await sendJson(stranger, 'POST', routes.notes, { text: 'x' }),
    await sendJson(stranger, 'PATCH', noteAt(randomUUID()), { text: 'x' }),
    await stranger.send('DELETE', noteAt(randomUUID())),
  ]) {
    expect(answer.json()).toMatchObject({ status: 401, code: 'unauthenticated' })
  }
})

test('pages of any size list every note once, newest first', async () => {
  const { browser: grace } = await editor(app)
  const written: string[] = []
  for (let number = 0; number < 5; number += 1) written.unshift((await writeNote(grace, `page ${number}`)).id)

  for (const limit of [1, 2, 3, 100]) {
    const walked: string[] = []
    for (let before = ''; ; ) {
      const page = await readPage(grace, `?limit=${limit}${before}`)
      walked.push(...page.notes.map(({ id }) => id))
      expect(page.notes.length).toBeLessThanOrEqual(limit)
      expect(new Set(walked).size).toBe(walked.length)
      if (page.next === null) break
      before = `&before=${page.next}`
    }
    expect(walked.slice(0, 5)).toEqual(written)
    expect(walked).toEqual(walked.toSorted().toReversed())
  }
})

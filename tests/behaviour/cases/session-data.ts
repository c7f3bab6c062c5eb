import { expect, test } from 'vitest'
import type { Model } from '@/lib/session/models'
import { traitsOf } from '@/tests/behaviour/differences'
import type { Subject } from '@/tests/behaviour/subject'
import { logOut, noteOn, saveNote, visitsOn } from '@/tests/behaviour/visits'
import { openSession } from '@/tests/support/open-session'

export function sessionData(subject: Subject, model: Model): void {
  const { keepsDataInCookie } = traitsOf(model)

  test('data saved by a form without JavaScript appears on the next page', async () => {
    const visitor = await openSession(subject.app, model)

    await visitor.submit('/dashboard', 'Count a visit')
    await visitor.submit('/dashboard', 'Count a visit')
    await visitor.submit('/dashboard', 'note', { note: 'dépêche "urgent" <b>&amp;' })

    const page = await visitor.get('/dashboard')
    expect(visitsOn(page)).toBe(2)
    expect(noteOn(page)).toBe('dépêche "urgent" <b>&amp;')
  })

  test('data saved by an action appears on the next page, and changes nothing else', async () => {
    const visitor = await openSession(subject.app, model)
    await visitor.submit('/dashboard', 'Count a visit')

    expect((await saveNote(subject.app, visitor, 'by the router')).status).toBe(200)

    const page = await visitor.get('/dashboard')
    expect(visitsOn(page)).toBe(1)
    expect(noteOn(page)).toBe('by the router')
  })

  test('session data ends with its session', async () => {
    const visitor = await openSession(subject.app, model)
    await visitor.submit('/dashboard', 'note', { note: 'for this session only' })
    await logOut(visitor)

    await openSession(subject.app, model, { visitor })
    expect(noteOn(await visitor.get('/dashboard'))).toBe('')
  })

  test('ten concurrent changes are all stored, unless the cookie holds the data: there the last write wins', async () => {
    const visitor = await openSession(subject.app, model)

    await Promise.all(Array.from({ length: 10 }, () => visitor.clone().submit('/dashboard', 'Count a visit')))

    expect(visitsOn(await visitor.get('/dashboard'))).toBe(keepsDataInCookie ? 0 : 10)
  })

  test('a note too large for the cookie is refused where the cookie holds the data, stays in the form, and ends no session', async () => {
    const visitor = await openSession(subject.app, model)
    await visitor.submit('/dashboard', 'note', { note: 'short' })
    const note = 'long '.repeat(1000).trimEnd()

    const answer = await visitor.submit('/dashboard', 'note', { note })

    expect(answer.status).toBe(200)
    expect(noteOn(answer)).toBe(note)
    expect(answer.body.includes('the note is too long for your session cookie')).toBe(keepsDataInCookie)
    expect(noteOn(await visitor.get('/dashboard'))).toBe(keepsDataInCookie ? 'short' : note)
  })

  test('a note of more than 10,000 characters is refused and stays in the form', async () => {
    const visitor = await openSession(subject.app, model)

    const answer = await visitor.submit('/dashboard', 'note', { note: 'x'.repeat(10_001) })

    expect(answer.body).toContain('Not saved: a note can have 10,000 characters at most')
    expect(noteOn(answer)).toBe('x'.repeat(10_000))
  })
}

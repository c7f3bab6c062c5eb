import { expect, test } from 'vitest'
import type { Model } from '@/lib/session/models'
import { traitsOf } from '@/tests/behaviour/differences'
import type { Subject } from '@/tests/behaviour/subject'
import { logOut, noteOn, saveNote, visitsOn } from '@/tests/behaviour/visits'
import { openSession } from '@/tests/support/open-session'

export function sessionData(subject: Subject, model: Model): void {
  const { keepsDataInCookie } = traitsOf(model)

  test('what a form without JavaScript saves is there on the next page', async () => {
    const visitor = await openSession(subject.app, model)

    await visitor.submit('/dashboard', 'Count a visit')
    await visitor.submit('/dashboard', 'Count a visit')
    await visitor.submit('/dashboard', 'note', { note: 'dépêche "urgent" <b>&amp;' })

    const page = await visitor.get('/dashboard')
    expect(visitsOn(page)).toBe(2)
    expect(noteOn(page)).toBe('dépêche "urgent" <b>&amp;')
  })

  test('what an action saves is there on the next page, and touches nothing else', async () => {
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

  test('ten changes at once are ten changes, unless the cookie holds them: there the last one wins', async () => {
    const visitor = await openSession(subject.app, model)

    await Promise.all(Array.from({ length: 10 }, () => visitor.clone().submit('/dashboard', 'Count a visit')))

    expect(visitsOn(await visitor.get('/dashboard'))).toBe(keepsDataInCookie ? 0 : 10)
  })

  test('a note that no cookie can hold is refused where a cookie would have to, still in the form, and logs nobody out', async () => {
    const visitor = await openSession(subject.app, model)
    await visitor.submit('/dashboard', 'note', { note: 'short' })
    const note = 'long '.repeat(1000).trimEnd()

    const answer = await visitor.submit('/dashboard', 'note', { note })

    expect(answer.status).toBe(200)
    expect(noteOn(answer)).toBe(note)
    expect(answer.body.includes('would exceed 4096 bytes')).toBe(keepsDataInCookie)
    expect(noteOn(await visitor.get('/dashboard'))).toBe(keepsDataInCookie ? 'short' : note)
  })

  test('a note of more than 10,000 characters is refused and still in the form', async () => {
    const visitor = await openSession(subject.app, model)

    const answer = await visitor.submit('/dashboard', 'note', { note: 'x'.repeat(10_001) })

    expect(answer.body).toContain('Not saved: a note has 10,000 characters at most')
    expect(noteOn(answer)).toBe('x'.repeat(10_000))
  })
}

import { expect, test } from 'vitest'
import * as z from 'zod'
import type { Model } from '@/lib/session/models'
import { days } from '@/lib/time'
import { traitsOf } from '@/tests/behaviour/differences'
import type { Subject } from '@/tests/behaviour/subject'
import { freshUntilOn, namesSet, saveCookies } from '@/tests/behaviour/visits'
import { due, endGrace, openSession } from '@/tests/support/open-session'

/** Requests whose Set-Cookie no browser keeps: what Next fetches itself, and prefetches. */
const thrownAway = [
  { 'x-action-redirect': '1' },
  { 'x-action-forwarded': '1' },
  { 'Next-Router-Prefetch': '1' },
  { 'Next-Router-Segment-Prefetch': '/_tree' },
  { 'Sec-Purpose': 'prefetch' },
]

const Kept = z.object({
  session: z.object({ id: z.string(), startedAt: z.string(), authenticatedAt: z.string(), endsAt: z.string() }),
})

export function renewal(subject: Subject, model: Model): void {
  const { gate } = subject
  const { cookies, rotates } = traitsOf(model)

  test('the edge renews the credential of a page request, and the page renders with the renewed one', async () => {
    const visitor = await openSession(subject.app, model, due)
    const asked = Date.now()

    const page = await visitor.get('/dashboard')

    expect(page.status).toBe(200)
    expect(namesSet(page)).toEqual(gate.pagesRenew ? cookies.toSorted() : [])
    expect(freshUntilOn(page) > asked).toBe(gate.pagesRenew)
  })

  test('while a credential is fresh, no answer sets a cookie', async () => {
    const visitor = await openSession(subject.app, model)

    expect((await visitor.get('/dashboard')).setCookies).toEqual([])
    expect((await visitor.get('/api/me')).setCookies).toEqual([])
  })

  test('/api/me renews the credential itself', async () => {
    const visitor = await openSession(subject.app, model, due)
    const asked = Date.now()

    const answer = await visitor.get('/api/me')

    expect(answer.status).toBe(200)
    expect(namesSet(answer)).toEqual(cookies.toSorted())
    expect(answer.headers.get('server-timing')).toContain('renew;dur=')
    const { session } = await visitor.me()
    expect(Date.parse(session?.freshUntil ?? '')).toBeGreaterThan(asked)
  })

  test('a renewal keeps the session: same id, same start, same end', async () => {
    const visitor = await openSession(subject.app, model, due)
    const before = Kept.parse((await visitor.get('/api/me', { 'Sec-Purpose': 'prefetch' })).json())
    const renewed = await visitor.get('/api/me')

    expect(namesSet(renewed)).toEqual(cookies.toSorted())
    expect(Kept.parse(renewed.json())).toEqual(before)
  })

  test('requests whose Set-Cookie is discarded are served, set no cookie and use no token', async () => {
    const visitor = await openSession(subject.app, model, due)

    for (const headers of thrownAway) {
      for (const path of ['/dashboard', '/api/me']) {
        const answer = await visitor.get(path, headers)
        expect(answer).toMatchObject({ status: 200, setCookies: [] })
      }
      expect((await visitor.send('POST', '/api/session/renew', headers)).setCookies).toEqual([])
    }
    // If one of them had rotated a token, this request would count as refresh token reuse.
    await endGrace(visitor)
    expect(await visitor.me()).toMatchObject({ status: 200 })
  })

  test('an earlier credential within the grace window is served: two tabs, or a lost answer', async () => {
    const visitor = await openSession(subject.app, model, due)
    const otherTab = visitor.clone()

    await visitor.me()

    expect(await otherTab.me()).toMatchObject({ status: 200 })
    expect(await visitor.me()).toMatchObject({ status: 200 })
  })

  test('an earlier credential after the grace window revokes the session if the model rotates, and is served otherwise', async () => {
    const visitor = await openSession(subject.app, model, due)
    const copy = saveCookies(visitor)
    await visitor.me()
    await endGrace(visitor)

    const status = rotates ? 401 : 200
    expect(await copy.me()).toMatchObject({ status, ...(rotates && { code: 'revoked' }) })
    expect(await visitor.me()).toMatchObject({ status, ...(rotates && { code: 'revoked' }) })
  })

  test('a user who visits now and then is never asked to log in', async () => {
    const visitor = await openSession(subject.app, model, { age: days(29), renewed: days(5) })

    for (let visits = 0; visits < 2; visits += 1) {
      expect((await visitor.get('/dashboard')).status).toBe(200)
      await endGrace(visitor)
    }
    expect(await visitor.me()).toMatchObject({ status: 200 })
  })
}

import { expect, test } from 'vitest'
import type { Model } from '@/lib/session/models'
import { traitsOf } from '@/tests/behaviour/differences'
import type { Subject } from '@/tests/behaviour/subject'
import { expectRefused, logOut, namesSet } from '@/tests/behaviour/visits'
import { type Cookie, parseSetCookie } from '@/tests/support/cookie-jar'
import { due, openSession } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import type { Answer } from '@/tests/support/request'
import { Visitor } from '@/tests/support/visitor'

const ours = ['__Host-refresh', '__Host-sealed', '__Host-signed', '__Host-stored']
const week = 604_800

const cookiesSet = (answer: Answer) => answer.setCookies.map(parseSetCookie).filter((cookie) => cookie !== null)

function attributesOf({ attributes }: Cookie) {
  const { expires: _, ...rest } = Object.fromEntries(attributes)
  return { ...rest, samesite: rest.samesite?.toLowerCase() }
}

const hostCookie = { httponly: '', secure: '', samesite: 'lax', path: '/' }

export function cookies(subject: Subject, model: Model): void {
  const own = traitsOf(model).cookies

  const logInHere = async () => {
    const visitor = new Visitor(subject.app)
    const answer = await visitor.submit('/login', 'password', { ...people.linus, role: null, model })
    return { visitor, answer }
  }

  test('[ASVS 3.3.1] [ASVS 3.3.2] [ASVS 3.3.3] [ASVS 3.3.4] a login sets its cookies host-bound, Secure, HttpOnly and Lax, for a week', async () => {
    const { answer } = await logInHere()

    const set = cookiesSet(answer).filter(({ value }) => value !== '')
    expect(set.map(({ name }) => name).toSorted()).toEqual(own.toSorted())
    for (const cookie of set) expect(attributesOf(cookie)).toEqual({ ...hostCookie, 'max-age': String(week) })
  })

  test('a login on a shared computer sets cookies that end with the browser, and so does each renewal', async () => {
    const visitor = new Visitor(subject.app)
    const fields = { ...people.linus, role: null, model, keep: 'no' }
    const answer = await visitor.submit('/login', 'password', fields)
    const renewed = await visitor.post('/api/session/renew', {})

    for (const set of [answer, renewed].map(cookiesSet)) {
      const kept = set.filter(({ value }) => value !== '')
      expect(kept.map(({ name }) => name).toSorted()).toEqual(own.toSorted())
      for (const { attributes } of kept) expect([...attributes.keys()]).not.toContain('max-age')
      for (const { attributes } of kept) expect([...attributes.keys()]).not.toContain('expires')
    }
    const { session } = await visitor.me()
    expect(Date.parse(session?.idleUntil ?? '') - Date.now()).toBeLessThanOrEqual(3_600_000)
  })

  test.each(['yes', '', 'maybe'])('a login with keep=%j is kept, as one without that field', async (keep) => {
    const visitor = new Visitor(subject.app)
    const answer = await visitor.submit('/login', 'password', { ...people.linus, role: null, model, keep })

    for (const cookie of cookiesSet(answer).filter(({ value }) => value !== '')) {
      expect(attributesOf(cookie)).toMatchObject({ 'max-age': String(week) })
    }
  })

  test('[ASVS 3.3.5] each is at most 4096 bytes, name and value together', async () => {
    const { answer } = await logInHere()

    for (const { name, value } of cookiesSet(answer)) {
      expect(Buffer.byteLength(`${name}=${value}`)).toBeLessThanOrEqual(4096)
    }
  })

  test('a login deletes the cookies of all other models, with the attributes they were set with', async () => {
    const { answer } = await logInHere()

    const deleted = cookiesSet(answer).filter(({ value }) => value === '')
    expect(namesSet(answer)).toEqual(ours)
    expect(deleted.map(({ name }) => name).toSorted()).toEqual(ours.filter((name) => !own.includes(name)))
    for (const cookie of deleted) expect(attributesOf(cookie)).toEqual({ ...hostCookie, 'max-age': '0' })
  })

  test('a logout deletes all cookies', async () => {
    const { visitor } = await logInHere()

    const answer = await logOut(visitor)

    expect(namesSet(answer)).toEqual(ours)
    for (const cookie of cookiesSet(answer)) {
      expect(cookie.value).toBe('')
      expect(attributesOf(cookie)).toEqual({ ...hostCookie, 'max-age': '0' })
    }
  })

  test('a renewal keeps the attributes of the cookies', async () => {
    const visitor = await openSession(subject.app, model, due)

    const set = cookiesSet(await visitor.get('/api/me'))

    expect(set).toHaveLength(own.length)
    for (const cookie of set) expect(attributesOf(cookie)).toEqual({ ...hostCookie, 'max-age': String(week) })
  })

  test('a refusal deletes no cookie: the request may come from an old tab, after a new login', async () => {
    const visitor = new Visitor(subject.app)
    for (const name of own) visitor.jar.set(name, 'Fe26.2*1*forged')

    await expectRefused(subject.app, subject.gate, visitor, 'unauthenticated')

    expect(visitor.cookies.map(({ name }) => name)).toEqual(own)
  })
}

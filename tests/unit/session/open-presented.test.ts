import { describe, expect, test } from 'vitest'
import { signAccess } from '@/lib/session/bearer/access-token'
import { cookieNames, issueCookie } from '@/lib/session/cookies'
import { openCookies, openPresented } from '@/lib/session/open'
import { minutes } from '@/lib/time'
import { models } from '@/tests/support/models'
import { accessClaims, now } from '../support/claims'
import { issue, present } from '../support/present'

const nobody = (stranger: string) => ({ credential: null, stranger })

test('a request without a credential is anonymous, and so is a request with a credential that is not ours', async () => {
  expect(await openPresented(present(), now)).toEqual(nobody('nothing'))
  expect(await openPresented({ authorization: null, cookies: { '__Host-sealed': 'x' } }, now)).toEqual(
    nobody('invalid'),
  )
})

test.each(models)('the cookies of a %s login open to its session', async (model) => {
  const opened = await openPresented(present(...(await issue[model]())), now)
  expect(opened.credential).toMatchObject({ model, sessionId: 'session-1', userId: 'user-1', generation: 3 })
})

test.each([
  ['__Host-sealed', '__Host-stored'],
  ['__Host-stored', '__Host-refresh'],
  ['__Host-refresh', '__Host-signed'],
  ['__Host-sealed', '__Host-signed'],
  ['__Host-signed', '__Host-sealed'],
])('[ASVS 9.2.2] a credential for %s is anonymous in %s', async (own, other) => {
  const cookies = (await Promise.all(models.map((model) => issue[model]()))).flat()
  const value = cookies.find(({ name }) => name === own)?.value ?? ''
  expect(await openPresented({ authorization: null, cookies: { [other]: value } }, now)).toEqual(nobody('invalid'))
})

describe('an Authorization header takes precedence', () => {
  test('its token opens, and all cookies are ignored', async () => {
    const token = await signAccess({ ...accessClaims, sessionId: 'bearer' })
    const cookies = present(...(await issue.sealed({ startedAt: now }))).cookies
    const opened = await openPresented({ authorization: `Bearer ${token}`, cookies }, now)
    expect(opened.credential).toMatchObject({ model: 'bearer', sessionId: 'bearer' })
  })

  test.each(['', ' ', 'Bearer', 'Bearer ', 'Basic YTpi', 'Bearer a b', 'Bearer, x', 'bearer=x', 'x', 'Bearer\tx'])(
    'a header of %j is anonymous, with any cookies',
    async (authorization) => {
      const { cookies } = present(...(await issue.sealed()))
      expect(await openPresented({ authorization, cookies }, now)).toEqual(nobody('malformed'))
    },
  )

  test('an expired token is distinguished from a forged one', async () => {
    const { cookies } = present(...(await issue.stored()))
    const token = await signAccess({ ...accessClaims, expiresAt: now - 60 })
    const forged = `${token.slice(0, token.lastIndexOf('.'))}.${'A'.repeat(86)}`
    expect(await openPresented({ authorization: `Bearer ${token}`, cookies }, now)).toEqual(nobody('expired'))
    expect(await openPresented({ authorization: `Bearer ${forged}`, cookies }, now)).toEqual(nobody('invalid'))
  })

  test('two tokens in one header, as two headers arrive, are malformed', async () => {
    const token = await signAccess(accessClaims)
    const authorization = `Bearer ${token}, Bearer ${token}`
    expect(await openPresented({ authorization, cookies: {} }, now)).toEqual(nobody('malformed'))
  })

  test.each(['bearer', 'BEARER', 'BeArEr'])('the scheme may be written %s (RFC 9110, section 11.1)', async (scheme) => {
    const authorization = `${scheme} ${await signAccess(accessClaims)}`
    expect((await openPresented({ authorization, cookies: {} }, now)).credential).not.toBeNull()
  })

  test('a seal is refused as a bearer token', async () => {
    const [cookie] = await issue.sealed()
    const opened = await openPresented({ authorization: `Bearer ${cookie?.value}`, cookies: {} }, now)
    expect(opened).toEqual(nobody('malformed'))
  })
})

describe('of several logins in one browser', () => {
  test.each(models)('the latest start counts, here of %s, and all are listed as ended', async (latest) => {
    const all = await Promise.all(
      models.map((model) => issue[model]({ sessionId: model, startedAt: model === latest ? now - 1 : now - 100 })),
    )
    const presented = present(...all.flat())
    expect((await openPresented(presented, now)).credential).toMatchObject({ model: latest, sessionId: latest })
    expect((await openCookies(presented, now)).map(({ sessionId }) => sessionId)).toEqual([...models])
  })

  test('an invalid one does not hide a valid one', async () => {
    const { cookies } = present(...(await issue.stored()))
    const opened = await openPresented({ authorization: null, cookies: { ...cookies, '__Host-sealed': 'x' } }, now)
    expect(opened.credential).toMatchObject({ model: 'stored' })
  })
})

describe('a signed login', () => {
  test('is judged by its refresh token when the access token is absent, expired or forged', async () => {
    const [access, refresh] = await issue.signed()
    if (!access || !refresh) throw new Error('a signed login has two cookies')
    const forged = { ...access, value: `${access.value.slice(0, -4)}AAAA` }

    for (const [jar, at] of [
      [[refresh], now],
      [[access, refresh], now + minutes(6)],
      [[forged, refresh], now],
    ] as const) {
      const { credential } = await openPresented(present(...jar), at)
      expect(credential).toMatchObject({ model: 'signed', sessionId: 'session-1', access: null, freshUntil: 0 })
    }
  })

  test('is not renewed with the refresh token of another session', async () => {
    const [access] = await issue.signed({ sessionId: 'mine' })
    const [, refresh] = await issue.signed({ sessionId: 'theirs' })
    if (!access || !refresh) throw new Error('a signed login has two cookies')
    const { credential } = await openPresented(present(access, refresh), now)
    expect(credential).toMatchObject({ model: 'bearer', sessionId: 'mine' })
  })

  test('is judged by its refresh token when the access token of the same session arrived without it', async () => {
    const [, refresh] = await issue.signed()
    const [handedOut] = await issue.signed({ issuedAt: now + 1 })
    if (!handedOut || !refresh) throw new Error('a signed login has two cookies')
    const { credential } = await openPresented(present(handedOut, refresh), now + 1)
    expect(credential).toMatchObject({ sessionId: 'session-1', access: null, freshUntil: 0 })
  })

  test('is not opened by the token of a sealed session, which is valid only in an Authorization header', async () => {
    const span = { startedAt: now - 100, endsAt: now + minutes(60) }
    const value = await signAccess({ ...accessClaims, span })
    const jar = present(issueCookie(cookieNames.signed, value, now, now + minutes(5)))
    expect(await openPresented(jar, now)).toEqual(nobody('invalid'))
    expect((await openPresented({ authorization: `Bearer ${value}`, cookies: {} }, now)).credential).not.toBeNull()
  })
})

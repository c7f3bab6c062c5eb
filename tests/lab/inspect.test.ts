import { once } from 'node:events' // feature: tokens
import { createServer } from 'node:http' // feature: tokens
import { decodeJwt } from 'jose' // feature: tokens
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod' // feature: tokens
import { AddressToken, addressTarget } from '@/lib/lab/shared/address' // feature: tokens
import type { Model } from '@/lib/session/models'
import { readAs, roles, shareLab } from '@/tests/lab/support/share-lab'
import { expectTidy } from '@/tests/lab/support/tidy'
import { type Process, startAnother } from '@/tests/security/support/another-process'
import { lookWithAxe } from '@/tests/support/axe'
import { givenLab } from '@/tests/support/given-application'
import { models } from '@/tests/support/models'
import { newAccount, openSession } from '@/tests/support/open-session' // feature: tokens
import { contentOf, cookiesOf, logOut, whoIs } from '@/tests/support/tab'
import { Visitor } from '@/tests/support/visitor' // feature: tokens

const openTab = shareLab(/status of (401 .*\/api\/lab\/(flip|address)|400 .*\/api\/me\?access_token)/)

async function openInspect(model: Model, options: Parameters<typeof openTab>[0] = {}): Promise<Page> {
  return readAs(await openTab(options), model, { path: '/lab/inspect', ready: '#flip ~ div button' })
}

const section = (page: Page, heading: string) =>
  page.getByRole('region').filter({ has: page.getByRole('heading', { name: heading, exact: true, level: 2 }) })

const factOf = (page: Page, heading: string, name: string) =>
  section(page, heading)
    .locator('dl > div')
    .filter({ has: page.locator('dt', { hasText: new RegExp(`^${name}$`) }) })
    .locator('dd')
    .innerText()

const fresh = 300

test.each(models)('%s: each cookie is shown with its bytes, and deadlines in readable units', async (model) => {
  const page = await openInspect(model)
  const held = [...(await cookiesOf(page))].filter(([name]) => name !== '__Host-device')
  const shown = await section(page, 'What the browser sends').locator('tbody tr').allInnerTexts()
  expect(shown.map((text) => text.replace(/\s+/g, ' ').trim()).toSorted()).toEqual(
    held.map(([name, value]) => `${name} ${name.length + value.length} of 4096`).toSorted(),
  )

  const rows = section(page, 'Age and deadlines').locator('tbody tr')
  const left = (name: string) => rows.filter({ hasText: name }).locator('td').last().innerText()
  expect(await left('Fresh window closes')).toBe('in 5 minutes')
  expect(await left('Idle timeout')).toBe('in 7 days')
  expect(await left('Absolute timeout')).toBe('in 30 days')
  expect(await left('Session started')).toMatch(/^now$|^\d+ seconds? ago$/)
})

test('sealed: the page shows both ends of the cookie, never the whole, and its content', async () => {
  const page = await openInspect('sealed')
  const value = (await cookiesOf(page)).get('__Host-sealed') ?? ''
  const shown = await section(page, 'From outside').locator('[data-value]').innerText()
  expect(shown).toBe(`${value.slice(0, 48)} … ${value.slice(-12)}`)
  expect(await page.content()).not.toContain(value.slice(60, -20))
  expect(await factOf(page, 'Inside', 'sessionId')).toBe((await whoIs(page)).session?.id)
  expect(await factOf(page, 'Inside', 'role')).toBe(roles.sealed)
})

test('stored: the page shows the row, and the cached row in Redis with its TTL; neither the secret nor its hash', async () => {
  const page = await openInspect('stored')
  expect(await factOf(page, 'In the cookie', 'sessionId')).toBe((await whoIs(page)).session?.id)
  expect(await factOf(page, 'The row in Postgres', 'secretHash')).toBe('present, not shown')
  const ttl = Number.parseInt(await factOf(page, 'The cached row in Redis', 'TTL'), 10)
  expect(ttl).toBeGreaterThan(0)
  expect(ttl).toBeLessThanOrEqual(fresh)

  const html = await page.content()
  expect(html).not.toContain((await cookiesOf(page)).get('__Host-stored'))
  expect(html).not.toMatch(/"secret":|secretHash\\?":\\?"[\w-]{43}/)
})

test('signed: the page shows header and claims, the signature checked in the browser, and the family; no refresh token', async () => {
  const page = await openInspect('signed')
  expect(await factOf(page, 'The access token', 'alg')).toBe('ES256')
  expect(await factOf(page, 'The access token', 'sid')).toBe((await whoIs(page)).session?.id)
  await page.getByRole('button', { name: 'Check the signature here' }).click()
  await page.getByText('Verified in this browser').waitFor()

  const family = section(page, 'The family of refresh tokens').getByRole('listitem')
  expect(await family.count()).toBe(1)
  expect(await family.first().innerText()).toMatch(/^1\. current/)
  expect(await contentOf(page)).not.toContain((await cookiesOf(page)).get('__Host-refresh'))
})

describe('signed, with JWT_ENCRYPTION=on', () => {
  let app: Process
  beforeAll(async () => {
    const { dist, settings } = givenLab()
    app = await startAnother({ dist, settings: { ...settings, JWT_ENCRYPTION: 'on' } })
  })
  afterAll(() => app?.stop())

  const open = (options: Parameters<typeof openTab>[0] = {}) => openInspect('signed', { ...options, baseURL: app.url })

  test('the cookie with its header and both ends, and the token inside, whose signature the browser checks', async () => {
    const page = await open()
    const value = (await cookiesOf(page)).get('__Host-signed') ?? ''
    expect(await factOf(page, 'The encrypted cookie', 'alg')).toBe('dir')
    expect(await factOf(page, 'The encrypted cookie', 'enc')).toBe('A256GCM')
    expect(await section(page, 'The encrypted cookie').locator('[data-value]').innerText()).toBe(
      `${value.slice(0, 48)} … ${value.slice(-12)}`,
    )
    await page.getByText(`the value of the cookie ${value.length}.`).waitFor()
    expect(await page.content()).not.toContain(value.slice(60, -20))

    expect(await factOf(page, 'The access token', 'alg')).toBe('ES256')
    expect(await factOf(page, 'The access token', 'sid')).toBe((await whoIs(page)).session?.id)
    await page.getByRole('button', { name: 'Check the signature here' }).click()
    await page.getByText('Verified in this browser').waitFor()
  })

  test('with one bit of it flipped, no layer accepts it', async () => {
    const page = await open()
    await page.getByLabel(/^Bit, from 0 to/).fill('3000')
    await page.getByRole('button', { name: 'Flip this bit' }).click()
    await page.getByText('4 of 4 layers refused it.').waitFor()
  })

  test.each([
    ['light', 360],
    ['dark', 1280],
  ] as const)('%s, %i px: nothing moves, nothing sticks out, and axe finds nothing', async (colorScheme, width) => {
    const page = await open({ colorScheme, viewport: { width, height: 800 } })
    await expectTidy(page, width)
    const { violations } = await lookWithAxe(page)
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.target}`)).toEqual([])
  })
})

describe.each(models)('%s', (model) => {
  test('with one bit flipped, every layer refuses the cookie; unchanged, every layer accepts it, and the session stays valid', async () => {
    const page = await openInspect(model)
    const before = await cookiesOf(page)
    await page.getByLabel(/^Bit, from 0 to/).fill('600')
    await page.getByRole('button', { name: 'Flip this bit' }).click()
    await page.getByText('4 of 4 layers refused it.').waitFor()

    await page
      .getByRole('region', { name: 'Conclusion: one flipped bit' })
      .getByText('4 of 4 layers refuse the changed cookie')
      .waitFor()
    const rows = await section(page, 'Flip one bit').locator('tbody tr').allInnerTexts()
    expect(rows.map((row) => row.split(/\s*\t\s*|\n/).map((cell) => cell.trim()))).toEqual([
      ['Edge', 'allowed', 'anonymous'],
      ['Page', 'allowed', 'anonymous'],
      ['Action', 'allowed', 'anonymous'],
      ['Route handler', 'allowed', 'anonymous'],
    ])
    await page.getByRole('button', { name: 'Flip a random bit' }).click()
    await page.getByText(/^Bit \d+ of __Host-/).waitFor()
    expect(await cookiesOf(page)).toEqual(before)
    expect((await whoIs(page)).session?.model).toBe(model)
  })
})

test('a refresh token that is presented alone renews nothing, flipped or not', async () => {
  const page = await openInspect('signed')
  await page.getByLabel('Cookie').selectOption('__Host-refresh')
  await page.getByLabel(/^Bit, from 0 to/).fill('600')
  await page.getByRole('button', { name: 'Flip this bit' }).click()
  await page.getByText('4 of 4 layers refused it.').waitFor()

  await page.reload()
  expect(await section(page, 'The family of refresh tokens').getByRole('listitem').count()).toBe(1)
})

test('a reader who was logged out in another tab is asked to log in, and no bit is flipped', async () => {
  const page = await openInspect('stored')
  const other = await page.context().newPage()
  await other.goto('/dashboard')
  await logOut(other)

  await page.getByRole('button', { name: 'Flip this bit' }).click()
  await page.getByText('Your session has ended.').waitFor()
  await page.getByRole('status').getByRole('link', { name: 'Log in again' }).waitFor()
  expect(await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Log out' }).count()).toBe(0)
})

test('an unauthenticated request can inspect and flip no cookie, and a cross-site request is refused', async () => {
  const page = await openTab()
  await page.goto('/lab/inspect')
  await page.getByText('This page inspects your own cookie, and you are not logged in.').waitFor()

  const flip = (headers: Record<string, string>) =>
    fetch(`${givenLab().url}/api/lab/flip`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ cookie: '__Host-sealed', position: 0 }),
    })
  expect((await flip({})).status).toBe(401)
  expect((await flip({ origin: 'https://elsewhere.example' })).status).toBe(403)
})

// feature: tokens
describe('a token in an address', () => {
  const issue = (visitor: Visitor, headers = {}) =>
    visitor.send('POST', addressTarget, { Origin: givenLab().url, ...headers })
  const tokenOf = async (visitor: Visitor) => AddressToken.parse((await issue(visitor)).json()).token
  const isInHistory = async (page: Page) => {
    const devtools = await page.context().newCDPSession(page)
    const { entries } = await devtools.send('Page.getNavigationHistory')
    return entries.some(({ url }) => url.includes('access_token'))
  }

  test('leaves copies in request line, address and Referer, is in the history meanwhile only, and is refused', async () => {
    const page = await openInspect('stored')
    const referers: (string | undefined)[] = []
    const inHistory: boolean[] = []
    await page.route(`**${addressTarget}`, async (route) => {
      referers.push(route.request().headers().referer)
      inHistory.push(await isInHistory(page))
      await route.continue()
    })

    await page.getByRole('button', { name: 'Send a token both ways' }).click()
    await page.getByText('Sent. Copies of the token: 3 from the address, 0 from the header.').waitFor()

    const rows = await section(page, 'Send a token in an address').locator('tbody tr').allInnerTexts()
    const cells = rows.map((row) => row.split(/\s*\t\s*|\n/).filter(Boolean))
    const query = expect.stringMatching(/\/\S+\?access_token=eyJ\S{5}…\S{4}$/)
    expect(cells.map(([, ...shown]) => shown)).toEqual([
      ['copy', query, 'no copy', `GET ${addressTarget}`],
      ['no copy', expect.stringContaining(`"path":"${addressTarget}"`), 'no copy', expect.stringContaining('"path"')],
      ['copy', query, 'no copy', expect.stringMatching(/\/lab\/inspect$/)],
      ['copy', query, 'no copy', expect.stringMatching(/\/lab\/inspect$/)],
      ...[['no copy', 'none, by Referrer-Policy: same-origin', 'no copy', 'none, by Referrer-Policy: same-origin']],
      ['400 token_in_query', '200'],
    ])
    const conclusion = page.getByRole('region', { name: 'Conclusion: a token in an address' })
    expect(
      await conclusion.getByRole('listitem').evaluateAll((items) => items.map((item) => item.dataset.tone)),
    ).toEqual(['bad', 'good', 'good'])
    expect(inHistory.filter(Boolean)).toHaveLength(
      referers.filter((referer) => referer?.includes('access_token')).length,
    )
    expect(inHistory).toContain(true)
    expect([await isInHistory(page), new URL(page.url()).search]).toEqual([false, ''])
  })

  test('reaches this site in the Referer of a followed link, and no other site', async () => {
    const referers: (string | undefined)[] = []
    const elsewhere = createServer(({ headers }, response) => {
      referers.push(headers.referer)
      // The browser would ask for an icon, perhaps when this server is gone.
      response.setHeader('Content-Type', 'text/html').end('<link rel="icon" href="data:,"><title>elsewhere</title>')
    }).listen(0, '127.0.0.1')
    await once(elsewhere, 'listening')
    const { port } = z.object({ port: z.number() }).parse(elsewhere.address())
    try {
      const page = await openInspect('stored')
      const follow = async (href: string) => {
        await page.goto('/lab/inspect?access_token=a.b.c')
        const asked = page.waitForRequest((request) => request.isNavigationRequest())
        // Clicked after the answer of `evaluate`, which a navigation would interrupt.
        await page.evaluate(
          (to) => void setTimeout(() => Object.assign(document.createElement('a'), { href: to }).click()),
          href,
        )
        const headers = await (await asked).allHeaders()
        await page.waitForURL(href)
        return headers
      }
      expect((await follow('/lab/trace')).referer).toContain('access_token=a.b.c')
      await follow(`http://127.0.0.1:${port}/`)
      expect(referers[0]).toBeUndefined()
    } finally {
      elsewhere.close()
    }
  })

  test('expires after 30 seconds, and is refused at once when its session ends', async () => {
    for (const model of models) {
      const visitor = await openSession(givenLab(), model, await newAccount(givenLab()))
      const token = await tokenOf(visitor)
      const { iat = 0, exp = 0 } = decodeJwt(token)
      expect(exp - iat).toBe(30)

      const program = new Visitor(givenLab())
      const whoIsIt = () => program.send('GET', '/api/me', { Authorization: `Bearer ${token}` })
      expect((await whoIsIt()).status).toBe(200)
      await visitor.submit('/dashboard', 'Log out')
      await expect.poll(async () => (await whoIsIt()).status).toBe(401)
      expect((await issue(visitor)).status).toBe(401)
    }
  })

  test('is issued for a session cookie of this site only: not for a token, and not for an access token in the cookie', async () => {
    const visitor = await openSession(givenLab(), 'signed', await newAccount(givenLab()))
    const token = await tokenOf(visitor)
    const bearer = { Authorization: `Bearer ${token}` }
    expect((await issue(new Visitor(givenLab()), bearer)).json()).toMatchObject({ code: 'session_required' })
    expect((await issue(new Visitor(givenLab()))).status).toBe(401)
    expect((await issue(visitor, { Origin: 'https://elsewhere.example' })).status).toBe(403)

    const thief = new Visitor(givenLab())
    thief.jar.set('__Host-signed', visitor.jar.get('__Host-signed')?.value ?? '')
    expect((await issue(thief)).json()).toMatchObject({ code: 'session_required' })
  })

  test('a reader who was logged out in another tab sends none', async () => {
    const page = await openInspect('stored')
    const other = await page.context().newPage()
    await other.goto('/dashboard')
    await logOut(other)

    await page.getByRole('button', { name: 'Send a token both ways' }).click()
    await page.getByText('Your session has ended.').waitFor()
    expect(new URL(page.url()).search).toBe('')
  })
})
// end

describe.each(models)('%s', (model) => {
  test.each([
    ['light', 360],
    ['dark', 1280],
  ] as const)('%s, %i px: no element moves or overflows, and axe finds nothing', async (colorScheme, width) => {
    const page = await openInspect(model, { colorScheme, viewport: { width, height: 800 } })
    await expectTidy(page, width)
    await page.getByRole('button', { name: 'Flip this bit' }).click()
    await page.getByText('layers refused it.').waitFor()
    // feature: tokens
    await page.getByRole('button', { name: 'Send a token both ways' }).click()
    await page.getByText('Copies of the token:').waitFor()
    // end

    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    const { violations } = await lookWithAxe(page)
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.target}`)).toEqual([])
  })
})

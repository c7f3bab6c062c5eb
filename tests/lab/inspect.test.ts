import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { Model } from '@/lib/session/models'
import { readAs, roles, shareLab } from '@/tests/lab/support/share-lab'
import { expectTidy } from '@/tests/lab/support/tidy'
import { lookWithAxe } from '@/tests/support/axe'
import { givenLab } from '@/tests/support/given-application'
import { models } from '@/tests/support/models'
import { contentOf, cookiesOf, logOut, whoIs } from '@/tests/support/tab'

const openTab = shareLab(/status of 401 .*\/api\/lab\/flip/)

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

test.each(models)(
  '%s: each cookie with the bytes that it has, and deadlines in units that people read',
  async (model) => {
    const page = await openInspect(model)
    const held = [...(await cookiesOf(page))].filter(([name]) => name !== '__Host-device')
    const shown = await section(page, 'What the browser carries').locator('tbody tr').allInnerTexts()
    expect(shown.map((text) => text.replace(/\s+/g, ' ').trim()).toSorted()).toEqual(
      held.map(([name, value]) => `${name} ${name.length + value.length} of 4096`).toSorted(),
    )

    const rows = section(page, 'Age and deadlines').locator('tbody tr')
    const left = (name: string) => rows.filter({ hasText: name }).locator('td').last().innerText()
    expect(await left('Fresh until')).toBe('in 5 minutes')
    expect(await left('Idle until')).toBe('in 7 days')
    expect(await left('Ends at')).toBe('in 30 days')
    expect(await left('Began')).toMatch(/^now$|^\d+ seconds? ago$/)
  },
)

test('sealed: both ends of the cookie and never the whole, and what is inside of it', async () => {
  const page = await openInspect('sealed')
  const value = (await cookiesOf(page)).get('__Host-sealed') ?? ''
  const shown = await section(page, 'From outside').locator('[data-value]').innerText()
  expect(shown).toBe(`${value.slice(0, 48)} … ${value.slice(-12)}`)
  expect(await page.content()).not.toContain(value.slice(60, -20))
  expect(await factOf(page, 'Inside', 'sessionId')).toBe((await whoIs(page)).session?.id)
  expect(await factOf(page, 'Inside', 'role')).toBe(roles.sealed)
})

test('stored: the row, and the copy in Redis with its time to live; neither the secret nor its hash', async () => {
  const page = await openInspect('stored')
  expect(await factOf(page, 'In the cookie', 'sessionId')).toBe((await whoIs(page)).session?.id)
  expect(await factOf(page, 'The row in Postgres', 'secretHash')).toBe('there, and not shown')
  const ttl = Number.parseInt(await factOf(page, 'The copy in Redis', 'TTL'), 10)
  expect(ttl).toBeGreaterThan(0)
  expect(ttl).toBeLessThanOrEqual(fresh)

  const html = await page.content()
  expect(html).not.toContain((await cookiesOf(page)).get('__Host-stored'))
  expect(html).not.toMatch(/"secret":|secretHash\\?":\\?"[\w-]{43}/)
})

test('signed: header and claims, the signature checked in the browser, the family; no refresh token', async () => {
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

describe.each(models)('%s', (model) => {
  test('with one bit flipped, no layer believes it; as it is, every layer does, and the session goes on', async () => {
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
    await page.getByRole('button', { name: 'Flip any bit' }).click()
    await page.getByText(/^Bit \d+ of __Host-/).waitFor()
    expect(await cookiesOf(page)).toEqual(before)
    expect((await whoIs(page)).session?.model).toBe(model)
  })
})

test('a refresh token that is shown alone renews nothing, flipped or not', async () => {
  const page = await openInspect('signed')
  await page.getByLabel('Cookie').selectOption('__Host-refresh')
  await page.getByLabel(/^Bit, from 0 to/).fill('600')
  await page.getByRole('button', { name: 'Flip this bit' }).click()
  await page.getByText('4 of 4 layers refused it.').waitFor()

  await page.reload()
  expect(await section(page, 'The family of refresh tokens').getByRole('listitem').count()).toBe(1)
})

test('whoever was logged out in another tab is told so, and nothing is turned', async () => {
  const page = await openInspect('stored')
  const other = await page.context().newPage()
  await other.goto('/dashboard')
  await logOut(other)

  await page.getByRole('button', { name: 'Flip this bit' }).click()
  await page.getByText('Your session has ended.').waitFor()
  await page.getByRole('status').getByRole('link', { name: 'Log in again' }).waitFor()
  expect(await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Log out' }).count()).toBe(0)
})

test('a stranger has nothing to take apart, nor to flip, and another site may not ask', async () => {
  const page = await openTab()
  await page.goto('/lab/inspect')
  await page.getByText('this browser presents no session').waitFor()

  const flip = (headers: Record<string, string>) =>
    fetch(`${givenLab().url}/api/lab/flip`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ cookie: '__Host-sealed', position: 0 }),
    })
  expect((await flip({})).status).toBe(401)
  expect((await flip({ origin: 'https://elsewhere.example' })).status).toBe(403)
})

describe.each(models)('%s', (model) => {
  test.each([
    ['light', 360],
    ['dark', 1280],
  ] as const)('%s, %i px: nothing moves, nothing sticks out, and axe finds nothing', async (colorScheme, width) => {
    const page = await openInspect(model, { colorScheme, viewport: { width, height: 800 } })
    await expectTidy(page, width)
    await page.getByRole('button', { name: 'Flip this bit' }).click()
    await page.getByText('layers refused it.').waitFor()

    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    const { violations } = await lookWithAxe(page)
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.target}`)).toEqual([])
  })
})

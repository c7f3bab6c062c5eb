import { describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { routes } from '@/lib/routes'
import { givenApplication } from '@/tests/support/given-application'
import { models } from '@/tests/support/models'
import { type Account, newAccount, openSession } from '@/tests/support/open-session'
import { shareBrowser } from '@/tests/support/share-browser'
import { cookiesOf, logInByForm, openAs, openDashboard, untilInteractive, whoIs } from '@/tests/support/tab'
import type { Visitor } from '@/tests/support/visitor'

const openTab = shareBrowser()

const newPerson = () => newAccount(givenApplication(), 'member', 'Mary Somerville')

const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'

/** A browser, and a phone of the same user. */
async function twoBrowsers(options: { javaScriptEnabled?: boolean } = {}) {
  const person = await newPerson()
  const phone = await openSession(givenApplication(), 'stored', { ...person, userAgent: safari })
  return { phone, ...(await openSessions(person, options)) }
}

/** The same, for tests that also read the page of the phone. */
async function twoTabs(options: { javaScriptEnabled?: boolean } = {}) {
  const person = await newPerson()
  const phone = await openTab({ userAgent: safari })
  await openAs(phone, 'stored', routes.sessions, { ...person, userAgent: safari })
  return { phone, ...(await openSessions(person, options)) }
}

async function openSessions(person: Account, options: { javaScriptEnabled?: boolean }) {
  const here = await openTab(options)
  await openAs(here, 'signed', routes.sessions, person)
  return { here, card: here.getByRole('listitem', { name: 'Safari on iOS' }) }
}

const isLoggedIn = async (phone: Visitor) => (await phone.me()).session !== undefined

describe.each([true, false])('with JavaScript: %s,', (javaScriptEnabled) => {
  test('[ASVS 7.5.2] a phone is found, revoked, and asked to log in with its next click', async () => {
    const { here, phone, card } = await twoTabs({ javaScriptEnabled })

    await card.getByText('End', { exact: false }).first().click()
    await card.getByText('is logged out from its next request on').waitFor()
    await card.getByRole('button', { name: 'End this session' }).click()

    await here.getByRole('status').getByText('The session has ended. That device is logged out').waitFor()
    expect(await here.getByRole('listitem', { name: 'Safari on iOS' }).count()).toBe(0)
    await here.getByText('This is the only one.').waitFor()
    await phone.getByRole('link', { name: 'Dashboard' }).click()
    await phone.waitForURL(`**${routes.login}?next=%2Fdashboard`)
  })

  test('all other sessions end, and this one stays logged in', async () => {
    const { here, phone } = await twoBrowsers({ javaScriptEnabled })
    const before = await cookiesOf(here)

    await here.getByText('End all others').click()
    await here.getByRole('button', { name: 'End every other session' }).click()

    await here.getByRole('status').getByText('Every other session has ended').waitFor()
    await here.getByText('this one', { exact: true }).waitFor()
    expect((await cookiesOf(here)).get('__Host-refresh')).not.toBe(before.get('__Host-refresh'))
    await here.goto(routes.dashboard)
    await here.getByRole('heading', { name: 'Mary Somerville' }).waitFor()
    expect(await isLoggedIn(phone)).toBe(false)
  })

  test('logging out everywhere leads to the login, which says so', async () => {
    const { here, phone } = await twoBrowsers({ javaScriptEnabled })

    await here.getByText('Log out everywhere', { exact: true }).click()
    await here.getByRole('button', { name: 'Log out everywhere, here too' }).click()

    await here.getByText('You are logged out, here and on every other device.').waitFor()
    expect([...(await cookiesOf(here)).keys()].filter((name) => name !== '__Host-device')).toEqual([])
    expect(await isLoggedIn(phone)).toBe(false)
  })

  test('the current session ends by a plain logout', async () => {
    const { here, phone } = await twoBrowsers({ javaScriptEnabled })

    await here.getByRole('listitem').getByRole('button', { name: 'Log out' }).click()

    await here.getByText('You are logged out.').waitFor()
    expect(await isLoggedIn(phone)).toBe(true)
  })
})

test('revoking by keyboard alone moves the focus to the message', async () => {
  const { here, card } = await twoBrowsers()
  await untilInteractive(here, '#content form')

  await card.locator('summary').focus()
  await here.keyboard.press('Enter')
  await here.keyboard.press('Tab')
  await here.keyboard.press('Enter')

  await here.getByRole('status').getByText('The session has ended.').waitFor()
  await expect.poll(() => here.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('status')
  await here.keyboard.press('Tab')
  expect(await here.evaluate(() => document.activeElement?.textContent)).toContain('Log out')
})

test('opening the confirmation revokes nothing', async () => {
  const { here, phone } = await twoBrowsers()

  for (const summary of await here.locator('summary').all()) await summary.click()
  await here.reload()

  expect(await here.getByRole('listitem').count()).toBe(2)
  expect(await isLoggedIn(phone)).toBe(true)
})

test('a page of a revoked session revokes nothing, and leads to the login', async () => {
  const { here, phone, card } = await twoTabs()
  await card.locator('summary').click()
  await card.getByRole('button', { name: 'End this session' }).click()
  await here.getByText('The session has ended.').waitFor()

  await phone.getByText('Log out everywhere', { exact: true }).click()
  await phone.getByRole('button', { name: 'Log out everywhere, here too' }).click()

  await phone.getByText('Your session on this device has ended').waitFor()
  expect((await whoIs(here)).session).toBeDefined()
})

test('[ASVS 3.2.2] a device that calls itself by markup runs nothing, and one of 400 characters fits the phone', async () => {
  const person = await newPerson()
  for (const userAgent of ['<img src=x onerror="document.title=1">', `${'W'.repeat(398)}<b`]) {
    await logInByForm(await openTab({ userAgent }), 'stored', person)
  }
  const here = await openTab({ viewport: { width: 360, height: 800 } })
  await openAs(here, 'sealed', routes.sessions, person)

  await here.getByText('<img src=x onerror="document.title=1">', { exact: true }).waitFor()
  expect(await here.getByRole('listitem', { name: 'Unknown device' }).count()).toBe(2)
  expect(await here.locator('li img, li b').count()).toBe(0)
  expect(await here.title()).toContain('Sessions')
  expect(await here.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
})

test('each session says when it began and was last seen, by one clock, with the exact time on demand', async () => {
  const person = await newPerson()
  for (const minutes of [3, 125]) await startedAgo(person, minutes)
  const here = await openTab({ javaScriptEnabled: false })
  await openAs(here, 'stored', routes.sessions, person)

  const timesOf = (name: string) => here.locator('dt', { hasText: name }).locator('xpath=../dd/time')
  expect(await timesOf('Started').allInnerTexts()).toEqual(['just now', '3 minutes ago', '2 hours ago'])
  // The application's clock is behind the database's: "last seen" is never before the start.
  expect(await timesOf('Last seen').allInnerTexts()).toEqual(['just now', '3 minutes ago', '2 hours ago'])
  for (const time of await here.locator('dd time').all()) {
    const exact = (await time.getAttribute('datetime')) ?? ''
    expect(await time.getAttribute('title')).toMatch(/^\d{1,2} \w+ \d{4}, \d\d:\d\d:\d\d UTC$/)
    expect(new Date(`${await time.getAttribute('title')}`).toISOString()).toBe(exact)
  }
})

/**
 * A session that began so long ago by the database's clock; the application's clock was an hour behind when it wrote
 * "last seen".
 */
async function startedAgo(person: Account, minutes: number): Promise<void> {
  const before = new Set(await idsOf(person))
  await openSession(givenApplication(), 'signed', person)
  const [id] = (await idsOf(person)).filter((each) => !before.has(each))
  const createdAt = new Date(Date.now() - minutes * 60_000 - 1000)
  const lastSeenAt = new Date(createdAt.getTime() - 3_600_000)
  await askPostgres((database) => database.session.update({ where: { id: id ?? '' }, data: { createdAt, lastSeenAt } }))
}

async function idsOf({ userId }: Account): Promise<string[]> {
  const rows = await askPostgres((database) => database.session.findMany({ where: { userId }, select: { id: true } }))
  return rows.map(({ id }) => id)
}

test.each(models)('%s: a user without other sessions is informed of that', async (model) => {
  const page = await openTab()
  await openDashboard(page, model, await newPerson())

  await page.getByRole('link', { name: 'Sessions' }).click()

  await page.getByText(model === 'sealed' ? 'You have none.' : 'This is the only one.').waitFor()
  await page.getByRole('heading', { name: 'All others' }).waitFor()
  expect(await page.getByText('This session is not on the list').count()).toBe(model === 'sealed' ? 1 : 0)
})

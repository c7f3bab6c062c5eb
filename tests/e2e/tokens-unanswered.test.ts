import type { Page, Route } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routes } from '@/lib/routes'
import { givenApplication } from '@/tests/support/given-application'
import { shareBrowser } from '@/tests/support/share-browser'
import { logInByForm, logOut, openAs, whoIs } from '@/tests/support/tab'
import { callAll, getTokens, press, takeBack } from '@/tests/support/token-page'
import { startTwoOrigins, type TwoOrigins } from '@/tests/support/two-origins'

const provoked =
  /status of (401|429|503)|blocked by CORS policy|net::ERR_(FAILED|INTERNET_DISCONNECTED|CONNECTION_REFUSED)/
let origins: TwoOrigins
const openTab = shareBrowser({ expected: provoked, url: () => origins.url })

beforeAll(async () => {
  origins = await startTwoOrigins({ RATE_LIMIT: 'on' })
})
afterAll(() => origins?.stop())

async function openTokens(): Promise<Page> {
  const page = await openTab()
  await openAs(page, 'stored', routes.tokens)
  return page
}

test('a service that does not list our origin gives no readable answer', async () => {
  const page = await openTokens()
  await getTokens(page)

  await origins.restartService('http://elsewhere.example')
  await callAll(page, 'Accepted: Notes. No verdict: Catalogue, Invoices.')
  expect(await page.getByText('it does not allow our origin to read its answers').count()).toBe(2)

  await origins.restartService(origins.url)
  await callAll(page)
})

test('without a network the page loses nothing, and every request can be retried', async () => {
  const page = await openTokens()
  await getTokens(page)

  await page.context().setOffline(true)
  await getTokens(page, 'There was no answer: the network or this service is unavailable. Try again.')
  await callAll(page, 'No verdict: Notes, Catalogue, Invoices.')
  await takeBack(page, 'Not confirmed. There was no answer')

  await page.context().setOffline(false)
  expect(await page.getByRole('timer').count()).toBe(2)
  await callAll(page)
})

test('after a logout in another tab the page has no token, and a link to log in', async () => {
  const page = await openTokens()
  const other = await page.context().newPage()
  await other.goto(routes.dashboard)
  await logOut(other)

  await getTokens(page, 'This session has ended.')
  const link = page.getByRole('status').getByRole('link', { name: 'Log in again' })
  expect(await link.getAttribute('href')).toBe('/login?next=%2Ftokens')
})

test('the focus stays on the button, and a second press during the request does nothing', async () => {
  const page = await openTokens()
  const held: Route[] = []
  await page.route(`**${routes.token}`, (route) => void held.push(route))
  const button = page.getByRole('button', { name: 'Get the tokens' })

  await button.focus()
  await page.keyboard.press('Enter')
  await page.getByText('Waiting for an answer …').waitFor()
  await page.keyboard.press('Enter')
  await expect.poll(() => held.length, { timeout: 10_000 }).toBe(2)
  await Promise.all(held.map((route) => route.continue()))
  await page.getByText('2 tokens for 3 services').waitFor()

  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true)
  expect(held).toHaveLength(2)
})

test('a user who revokes too often is asked to wait, and stays logged in', async () => {
  const page = await openTokens()
  await getTokens(page)
  const others = await page.evaluate(async (path) => {
    const revoke = () => fetch(path, { method: 'POST', body: new URLSearchParams({ token: 'nothing' }) })
    for (let status = 200; status !== 429; status = (await revoke()).status);
    // The window slides: the loop also takes the tokens that become available before the button is pressed.
    return Number(setInterval(revoke, 50))
  }, routes.revokeToken)

  await takeBack(page, 'Not confirmed. Too many requests. Try again in')
  await page.evaluate((timer) => clearInterval(timer), others)
  await expect.poll(async () => (await whoIs(page)).session?.model, { timeout: 10_000 }).toBe('stored')
  await callAll(page)
})

test('without JavaScript the page says that it requires JavaScript', async () => {
  const page = await openTab({ javaScriptEnabled: false })
  await openAs(page, 'sealed', routes.tokens)

  expect(await page.locator('noscript').innerText()).toContain('This page needs JavaScript')
})

test('without another service, the page explains how to configure one, and a token is valid for our own API', async () => {
  const page = await openTab({ baseURL: givenApplication().url })
  await logInByForm(page, 'signed')
  await page.goto(routes.tokens)
  await page.getByRole('heading', { name: 'There is no other service yet' }).waitFor()

  await page.getByText('You get it for your session cookie. It stays in the memory').waitFor()
  await press(page, 'Get a token', '1 token for 1 service: 1 for Notes. Valid for 300 seconds.')
  await press(page, 'Call the API', 'Accepted: Notes.')
})

import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { routes } from '@/lib/routes'
import { givenApplication } from '@/tests/support/given-application'
import { models } from '@/tests/support/models'
import { newAccount, openSession } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import { shareBrowser } from '@/tests/support/share-browser'
import { openAs, openDashboard, saveNote, submitLogin } from '@/tests/support/tab'

/** Elements that must be visually distinct. */

const openTab = shareBrowser()

const styleOf = (element: Locator) =>
  element.evaluate((node) => {
    const { color, backgroundColor, borderColor, height } = getComputedStyle(node)
    return { color, backgroundColor, borderColor, height }
  })

test('a refused note looks different from a saved one', async () => {
  const page = await openTab()
  await openDashboard(page, 'sealed')
  const status = page.locator('#note-status')

  await saveNote(page, 'short')
  await page.getByText('Saved.', { exact: true }).waitFor()
  const saved = await styleOf(status)
  await saveNote(page, 'long '.repeat(1500))
  await page.getByText('Not saved:').waitFor()

  expect((await styleOf(status)).color).not.toBe(saved.color)
})

test('on the dashboard a call of a store appears inside the step that made it', async () => {
  const page = await openTab()
  await openDashboard(page, 'stored')

  const lanes = page.getByRole('region', { name: 'What checked this request' })
  const nameOf = (names: readonly string[]) => names.filter((name) => /^(redis|postgres)$/.test(name)).length
  const everyStep = await lanes.locator('li > span:first-child').allInnerTexts()
  const inner = lanes.locator('ol[aria-label^="inside "] > li')
  expect(nameOf(everyStep)).toBeGreaterThan(0)
  expect(await inner.count()).toBe(nameOf(everyStep))
  const mark = await inner
    .first()
    .locator('span')
    .first()
    .evaluate((name) => getComputedStyle(name, '::before').content)
  expect(mark).toContain('└')
})

test('buttons that log a user out look different from all others', async () => {
  const page = await openTab()
  await openAs(page, 'stored', `${routes.admin}?q=linus`, people.ada)
  for (const opener of await page.locator('summary').all()) await opener.click()
  const colourOf = async (name: string) => (await styleOf(page.getByRole('button', { name }))).backgroundColor

  const harmless = await colourOf('Change the role')
  const [everyone, ...others] = await Promise.all(
    ['Log everyone out', 'Disable the account', 'End every session'].map(colourOf),
  )
  expect(everyone).not.toBe(harmless)
  expect(new Set([everyone, ...others]).size).toBe(1)
  await page.goto(routes.account)
  expect(await colourOf('Delete the account')).toBe(everyone)
  await page.goto(routes.tokens)
  expect(await colourOf('Revoke and log me out')).toBe(everyone)
  await page.goto(routes.sessions)
  for (const opener of await page.locator('summary').all()) await opener.click()
  for (const name of ['End every other session', 'Log out everywhere, here too']) {
    expect(await colourOf(name)).toBe(everyone)
  }
})

test.each(['light', 'dark'] as const)('a chosen model looks different from an error, %s', async (colorScheme) => {
  const page = await openTab({ colorScheme })
  await page.goto(routes.login)
  await submitLogin(page, { email: 'no address', password: '' })
  await page.getByRole('alert').getByText('Enter your password.').waitFor()
  const { borderColor: error } = await styleOf(page.getByLabel('Password', { exact: true }))

  for (const model of models) {
    const choice = page.locator('label').filter({ has: page.getByRole('radio', { name: model }) })
    await choice.click()
    expect((await styleOf(choice)).borderColor).not.toBe(error)
    expect((await styleOf(choice.getByText(model, { exact: true }))).color).not.toBe(error)
  }
})

test('logging out here and revoking elsewhere look alike, and a session takes little space', async () => {
  const account = await newAccount(givenApplication())
  await openSession(givenApplication(), 'signed', account)
  const page = await openTab({ viewport: { width: 1280, height: 800 } })
  await openAs(page, 'stored', routes.sessions, account)
  const cards = page.getByRole('listitem')

  const here = await styleOf(cards.getByRole('button', { name: 'Log out' }))
  expect(await styleOf(cards.locator('summary').first())).toEqual(here)
  for (const card of await cards.all()) expect((await card.boundingBox())?.height).toBeLessThan(130)
})

test('the actions in a user’s row are on one line', async () => {
  const page = await openTab({ viewport: { width: 1280, height: 800 } })
  await openAs(page, 'stored', `${routes.admin}?q=linus@`, people.ada)

  expect((await page.getByRole('row', { name: people.linus.email }).boundingBox())?.height).toBeLessThan(90)
})

test('a notice keeps its distance from the next element', async () => {
  const page = await openTab()
  await page.goto(`${routes.login}?logout=done`)

  const [note, next] = await Promise.all([
    page.getByRole('status').filter({ hasText: 'You are logged out.' }).boundingBox(),
    page.locator('main form').first().boundingBox(),
  ])
  expect((next?.y ?? 0) - (note?.y ?? 0) - (note?.height ?? 0)).toBeGreaterThanOrEqual(16)
})

test.each(['stored', 'signed'] as const)('the drawing of a %s session shows its properties', async (model) => {
  const page = await openTab()
  await openDashboard(page, model, people.ada)
  await page.getByRole('button', { name: 'Count a visit' }).click()
  await page.locator('form', { hasText: 'Visits counted' }).getByText('1', { exact: true }).waitFor()

  const drawing = page.getByRole('main').getByRole('img')
  const said = `${await drawing.getAttribute('aria-label')} ${(await drawing.locator('text').allTextContents()).join(' ')}`
  for (const word of model === 'stored' ? ['role admin', 'visits 1'] : ['roles admin', 'UTC']) {
    expect(said.split(word)).toHaveLength(3)
  }
  expect(said).not.toMatch(/member|\bada\b/)
  // The policy lets the page draw its file.
  const width = () => drawing.locator('use').evaluate((art) => (art instanceof SVGUseElement ? art.getBBox().width : 0))
  await expect.poll(width).toBeGreaterThan(100)
})

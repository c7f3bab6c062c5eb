import { describe, expect, test } from 'vitest'
import { routes } from '@/lib/routes'
import { everyPage } from '@/tests/support/every-page'
import { models } from '@/tests/support/models'
import { shareBrowser } from '@/tests/support/share-browser'

const openTab = shareBrowser()

test('the navigation appears when it is complete, because a partial one would move', async () => {
  const page = await openTab({ javaScriptEnabled: false })
  await page.goto(routes.home)
  const navigation = page.getByRole('banner').locator('nav')
  expect(await navigation.isVisible()).toBe(true)

  await page.route(`**${routes.home}`, async (route) => {
    const response = await route.fetch()
    const html = await response.text()
    await route.fulfill({ response, body: html.slice(0, html.indexOf('Sign up')) })
  })
  await page.reload()
  expect(await navigation.innerHTML()).toContain('Log in')
  expect(await navigation.isVisible()).toBe(false)
})

test.each(Object.entries(everyPage).filter(([name]) => /^(home|signup|dashboard, signed)$/.test(name)))(
  'with prefers-reduced-motion, no element moves: %s',
  async (_, open) => {
    const page = await openTab({ reducedMotion: 'reduce' })
    await open(page)

    const isMoving = () =>
      [...document.querySelectorAll('*')]
        .map((element) => getComputedStyle(element))
        .some(({ animationName, transitionDuration, scrollBehavior }) =>
          [animationName, transitionDuration, scrollBehavior].some((value) => !['none', '0s', 'auto'].includes(value)),
        )
    expect(await page.evaluate(isMoving)).toBe(false)
  },
)

describe.each([
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
])('on $width by $height pixels', (viewport) => {
  test('the three models are side by side, each figure in the column of its model', async () => {
    const page = await openTab({ viewport })
    await page.goto(routes.home)
    const table = page.getByRole('table', { name: 'The three models compared' })
    const heads = table.getByRole('columnheader')
    expect(await heads.allInnerTexts()).toEqual(models)

    const left = async (cells: typeof heads) =>
      Promise.all((await cells.all()).map(async (cell) => (await cell.boundingBox())?.x))
    const columns = await left(heads)
    expect(new Set(columns).size).toBe(models.length)
    for (const row of (await table.getByRole('row').all()).slice(1)) {
      expect(await left(row.getByRole('cell'))).toEqual(columns)
      for (const cell of await row.getByRole('cell').all()) {
        expect(await cell.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0)
      }
    }
  })
})

test('the models have one order: in the table, the cards, the figures and the login form', async () => {
  const page = await openTab()
  await page.goto(routes.home)
  const content = page.getByRole('main')
  expect(await content.getByRole('article').getByRole('heading').allInnerTexts()).toEqual(models)
  const figures = await content.locator('table[aria-labelledby="costs"] tbody th[scope="row"]').allInnerTexts()
  expect(figures).toEqual([models, models, models].flat())

  await page.goto(routes.login)
  const choices = page.getByRole('radio')
  expect(await choices.evaluateAll((all) => all.map((choice) => choice.getAttribute('value')))).toEqual(models)
})

test('a page contains no drawing of a model, but the address of its file, and each other drawing once', async () => {
  const page = await openTab()
  const answer = await page.goto(routes.home)
  const html = (await answer?.text()) ?? ''
  const used = await page.locator('main article use').evaluateAll((all) => all.map((one) => one.getAttribute('href')))
  expect(used).toHaveLength(models.length)
  for (const href of used) expect((await page.request.get(href ?? '')).headers()['content-type']).toBe('image/svg+xml')

  const shapes = await page
    .locator('main path, header path')
    .evaluateAll((paths) => paths.map((path) => path.getAttribute('d') ?? '').filter((shape) => shape.length > 60))
  for (const shape of new Set(shapes)) {
    expect([shape, html.split(shape).length - 1]).toEqual([shape, await page.locator(`path[d="${shape}"]`).count()])
  }
})

test('a first visit loads two font files of at most 90 KB', async () => {
  const page = await openTab()
  await page.goto(routes.home)
  const preloaded = await page
    .locator('link[rel="preload"][as="font"]')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
  expect(preloaded).toHaveLength(2)

  const sizes = await Promise.all(preloaded.map(async (href) => (await (await page.request.get(href)).body()).length))
  expect(Math.max(...sizes)).toBeLessThan(60_000)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(90_000)
})

import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { claims } from '@/app/claims/claims'
import { english } from '@/app/claims/messages'
import { sayFigure } from '@/app/claims/say'
import { groupFigures } from '@/lib/figures/claims'
import { claimFigures } from '@/lib/figures/measured'
import { routes } from '@/lib/routes'
import { shareBrowser } from '@/tests/support/share-browser'

const openTab = shareBrowser()

/** Every figure of docs/claims.json under its name, as a person reads it; tries stand beside what is counted of them. */
const expected = Object.fromEntries(
  Object.entries(claimFigures.claims).flatMap(([claim, figures]) =>
    groupFigures(figures)
      .flatMap(({ rows }) => rows.flatMap(({ plain, byMode }) => (plain ? [plain] : Object.values(byMode))))
      .map((one) => [[claim, one.figure, one.of, one.mode].filter(Boolean).join(' '), sayFigure(one, english)]),
  ),
)

test.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('every figure on /claims is that of docs/claims.json, and none is missing: %s', async (_, javaScriptEnabled) => {
  const page = await openTab({ javaScriptEnabled })
  await page.goto(routes.claims)

  const shown = await page
    .locator('[data-figure]')
    .evaluateAll((cells) => cells.map((cell) => [cell.getAttribute('data-figure'), cell.textContent]))
  expect(shown).toHaveLength(Object.keys(expected).length)
  expect(Object.fromEntries(shown)).toEqual(expected)
})

test('each card has its sentence, the reason, figures and one command', async () => {
  const page = await openTab({ javaScriptEnabled: false })
  await page.goto(routes.claims)

  const cards = page.getByRole('article')
  expect(await cards.count()).toBe(claims.length)
  for (const [index, { id }] of claims.entries()) {
    const card = cards.nth(index)
    expect(await card.getByRole('heading').innerText()).toBe(`${index + 1} “${english.claims[id].sentence}”`)
    expect(await card.innerText()).toContain(english.claims[id].why)
    expect(await card.getByRole('table').count()).toBeGreaterThan(0)
    expect(await card.getByText(/^npm test -- tests\//).count()).toBe(1)
  }
})

test('machine, command and date are named once', async () => {
  const page = await openTab()
  await page.goto(routes.claims)

  const text = await page.getByRole('main').innerText()
  for (const said of [
    claimFigures.machine,
    claimFigures.versions,
    claimFigures.command,
    claimFigures.date.slice(0, 10),
  ])
    expect([said, text.split(said).length - 1]).toEqual([said, 1])
})

test.each([
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
])('all verdicts fit on one screen of $width by $height, and each leads to its card', async (viewport) => {
  const page = await openTab({ viewport })
  await page.goto(routes.claims)

  const contents = page.getByRole('navigation', { name: english.page.contents })
  const links = contents.getByRole('link')
  expect((await contents.getByRole('list').first().boundingBox())?.height).toBeLessThan(viewport.height)
  expect(await links.count()).toBe(claims.length)
  for (const [index, { id }] of claims.entries()) {
    const link = links.nth(index)
    expect(await link.innerText()).toContain(english.claims[id].verdict)
    await link.press('Enter')
    await page.waitForURL(`**${routes.claims}#${id}`)
    const top = await page.locator(`article#${id}`).evaluate((card) => card.getBoundingClientRect().top)
    expect(top).toBeLessThan(viewport.height / 2)
  }
})

test('the page is for everyone, and small', async () => {
  const page = await openTab()
  const answer = await page.goto(routes.claims)

  expect(answer?.status()).toBe(200)
  expect(gzipSync((await answer?.body()) ?? '').length).toBeLessThan(35_000)
})

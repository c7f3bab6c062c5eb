import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { routes } from '@/lib/routes'
import { everyPage } from '@/tests/support/every-page'
import { layoutShiftsOf } from '@/tests/support/layout-shift'
import { shareBrowser } from '@/tests/support/share-browser'

const openTab = shareBrowser()

describe.each([360, 1280])('%i px wide', (width) => {
  test.each(Object.entries(everyPage))(
    'nothing moves while this page loads, or sticks out of it: %s',
    async (name, open) => {
      const page = await openTab({ viewport: { width, height: 800 } })
      await open(page)
      await page.evaluate(() => document.fonts.ready)

      // A refusal makes room for itself, in its own time.
      expect(await layoutShiftsOf(page, { beforeInput: name.endsWith('refused') })).toEqual([])
      expect([null, width < 640 ? '36px' : '48px']).toContain(await headingSizeOf(page))
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    },
  )
})

test('the navigation is shown when all of it has arrived, and not by halves, which would move', async () => {
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
  'where less motion is wanted, nothing moves: %s',
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

/** Null for the first page, whose title is a drawing of its own. */
const headingSizeOf = (page: Page) =>
  page.evaluate(() => {
    const heading = document.querySelector('h1')
    if (location.pathname === '/') return null
    return heading ? getComputedStyle(heading).fontSize : 'no heading'
  })

import { expect, test } from 'vitest'
import { routes } from '@/lib/routes'
import { everyPage } from '@/tests/support/every-page'
import { shareBrowser } from '@/tests/support/share-browser'

const openTab = shareBrowser()

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

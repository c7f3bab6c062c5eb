// feature: chinese (this file)
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { routes } from '@/lib/routes'
import { models } from '@/tests/support/models'
import { shareBrowser } from '@/tests/support/share-browser'
import { cookiesOf } from '@/tests/support/tab'

const openTab = shareBrowser()

const languageOf = (page: Page) => page.evaluate(() => document.documentElement.lang)
const switchOf = (page: Page, name: string) => page.getByRole('contentinfo').getByRole('button', { name })
const heading = { en: 'One check for all models', 'zh-CN': '所有模型共用一个检查' } as const

const pages = [
  routes.home,
  routes.choose, // feature: choose
  routes.claims, // feature: claims
]

test.each(pages)(
  '%s is in the language that the browser prefers, and in English for a browser that prefers neither',
  async (path) => {
    for (const [locale, language] of [
      ['zh-CN', 'zh-CN'],
      ['zh-TW', 'zh-CN'],
      ['en-GB', 'en'],
      ['fr-FR', 'en'],
    ] as const) {
      const page = await openTab({ locale })
      await page.goto(path)
      expect([locale, await languageOf(page)]).toEqual([locale, language])
      const content = await page.getByRole('main').innerText()
      expect([locale, /\p{Script=Han}/u.test(content)]).toEqual([locale, language === 'zh-CN'])
      expect(await cookiesOf(page)).toEqual(new Map())
    }
  },
)

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('%s', (_, javaScriptEnabled) => {
  test('the switch shows the same page in the other language, and the browser stores the choice', async () => {
    const page = await openTab({ javaScriptEnabled, locale: 'en-GB' })
    await page.goto(`${routes.home}?account=deleted`)
    await page.getByRole('heading', { name: heading.en }).waitFor()
    expect(await switchOf(page, 'English').getAttribute('aria-current')).toBe('true')

    await switchOf(page, '简体中文').click()
    await page.getByRole('heading', { name: heading['zh-CN'] }).waitFor()
    expect(new URL(page.url()).search).toBe('?account=deleted')
    expect(await languageOf(page)).toBe('zh-CN')
    expect(await switchOf(page, '简体中文').getAttribute('aria-current')).toBe('true')
    expect(await switchOf(page, '简体中文').getAttribute('lang')).toBe('zh-CN')

    await page.goto(routes.home)
    await page.getByRole('heading', { name: heading['zh-CN'] }).waitFor()
    await switchOf(page, 'English').click()
    await page.getByRole('heading', { name: heading.en }).waitFor()
    expect(await languageOf(page)).toBe('en')
  })

  // feature: choose
  test('the switch keeps the answers of /choose', async () => {
    const page = await openTab({ javaScriptEnabled, locale: 'en-GB' })
    const query = '?revoke=second&origins=yes&data=much&hosting=one&devices=yes'
    await page.goto(`${routes.choose}${query}`)
    await switchOf(page, '简体中文').click()
    await page.getByRole('link', { name: '用 signed 登录' }).waitFor()
    expect(new URL(page.url()).search).toBe(query)
    expect(await page.getByRole('radio', { checked: true }).count()).toBe(5)
  })
  // end
})

test('a page that is not translated is English, and says so also after a link from a Chinese page', async () => {
  const page = await openTab({ locale: 'zh-CN' })
  await page.goto(routes.login)
  expect(await languageOf(page)).toBe('en')
  expect(await switchOf(page, 'English').count()).toBe(0)

  await page.goto(routes.home)
  expect(await languageOf(page)).toBe('zh-CN')
  await page.getByRole('banner').getByRole('link', { name: '登录' }).click()
  await page.getByRole('heading', { name: 'Log in' }).waitFor()
  await page.waitForFunction(() => document.documentElement.lang === 'en')

  await page.goBack()
  await page.getByRole('heading', { name: heading['zh-CN'] }).waitFor()
  await page.waitForFunction(() => document.documentElement.lang === 'zh-CN')
})

test('the figures of the first page are the same in both languages', async () => {
  const read = async (locale: string) => {
    const page = await openTab({ locale })
    await page.goto(routes.home)
    const cells = await page.getByRole('main').locator('td').allInnerTexts()
    return cells.filter((cell) => /\d/.test(cell))
  }
  const figures = await read('zh-CN')
  expect(figures.length).toBeGreaterThan(models.length * 2)
  expect(figures).toEqual(await read('en-GB'))
})

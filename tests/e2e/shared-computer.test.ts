import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { models } from '@/tests/support/models'
import { shareBrowser } from '@/tests/support/share-browser'
import { submitLogin } from '@/tests/support/tab'

const openTab = shareBrowser()

/** Seconds since 1970; -1 for a cookie that ends with the browser. */
async function endsOf(page: Page): Promise<readonly number[]> {
  const cookies = await page.context().cookies()
  return cookies.filter(({ name }) => /^__Host-(sealed|stored|signed|refresh)/.test(name)).map(({ expires }) => expires)
}

interface Options {
  isShared?: boolean
  javaScriptEnabled?: boolean
}

async function logIn(model: string, { isShared = false, javaScriptEnabled = true }: Options): Promise<Page> {
  const page = await openTab({ javaScriptEnabled })
  await page.goto(`/login?model=${model}`)
  if (isShared) await page.getByRole('checkbox', { name: 'Shared computer: do not keep me logged in' }).check()
  await submitLogin(page)
  await page.getByText('Logged in with your password.').waitFor()
  return page
}

test.each(models.flatMap((model) => [true, false].map((javaScriptEnabled) => ({ model, javaScriptEnabled }))))(
  '$model: a login on a shared computer has cookies that end with the browser (JavaScript: $javaScriptEnabled)',
  async ({ model, javaScriptEnabled }) => {
    const ends = await endsOf(await logIn(model, { isShared: true, javaScriptEnabled }))
    expect(new Set(ends)).toEqual(new Set([-1]))
  },
)

test.each(models)('%s: a usual login has cookies that stay when the browser is closed', async (model) => {
  const ends = await endsOf(await logIn(model, {}))
  expect(Math.min(...ends)).toBeGreaterThan(Date.now() / 1000)
})

import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { type Answers, questionNames } from '@/app/choose/answers'
import { english } from '@/app/choose/messages'
import { sayDuration } from '@/lib/figures/distribution'
import { figuresOf } from '@/lib/figures/measured'
import { routes } from '@/lib/routes'
import { shareBrowser } from '@/tests/support/share-browser'

const openTab = shareBrowser()

const modest: Answers = { revoke: 'never', origins: 'no', data: 'little', hosting: 'one', devices: 'no' }

async function answer(page: Page, answers: Answers): Promise<void> {
  for (const name of questionNames) {
    const { asks, options } = english.questions[name]
    const says = new Map(Object.entries(options)).get(answers[name]) ?? ''
    await page.getByRole('group', { name: asks }).getByLabel(says, { exact: true }).check()
  }
  await page.getByRole('button', { name: 'Recommend a model' }).click()
  await page.waitForURL((url) => url.search === `?${new URLSearchParams({ ...answers })}`)
}

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('%s', (_, javaScriptEnabled) => {
  test('five answers lead to a model with its measurements, under a URL of its own', async () => {
    const page = await openTab({ javaScriptEnabled })
    await page.goto(routes.home)
    await page.getByRole('link', { name: 'Which model suits me?' }).click()

    await answer(page, modest)
    const advice = page.getByRole('region', { name: 'sealed' })
    expect(await advice.textContent()).toContain(sayDuration(figuresOf('sealed', 'snapshot').p50))
    expect(await advice.getByRole('heading').allTextContents()).toEqual(['sealedREVOCATION_MODE=snapshot', 'Why'])
    expect(await advice.getByRole('listitem').count()).toBeLessThanOrEqual(3)
    expect(await advice.getByText('Disadvantages', { exact: true }).isVisible()).toBe(false)

    await answer(page, { ...modest, revoke: 'at-once', origins: 'yes', hosting: 'no-redis' })
    const other = await openTab({ javaScriptEnabled })
    await other.goto(page.url())
    const same = other.getByRole('region', { name: 'signed' })
    expect(await same.getByRole('heading').first().textContent()).toBe(english.answer.conflicts)
    expect(await same.getByText(/ contradicts /).count()).toBe(2)
    expect(await same.textContent()).toContain('REVOCATION_MODE=strict')
    expect(await same.textContent()).toContain('accepts a token for up to 300 seconds')
    expect(await other.getByRole('radio', { checked: true }).count()).toBe(questionNames.length)
  })

  test('the advice leads to a login with its model, and shows its drawbacks on demand', async () => {
    const page = await openTab({ javaScriptEnabled })
    await page.goto(`${routes.choose}?${new URLSearchParams({ ...modest, devices: 'yes' })}`)

    await page.locator('summary').press('Enter')
    await page.getByRole('heading', { name: 'Disadvantages' }).waitFor()
    await page.getByRole('link', { name: 'Log in with stored' }).click()
    await page.waitForURL(`**${routes.login}?model=stored`)
    expect(await page.getByRole('radio', { name: 'stored' }).isChecked()).toBe(true)
  })
})

test.each(['?revoke=perhaps', '?revoke=never&revoke=second', '?x=%00<script>', '?revoke=second'])(
  'a URL without valid answers shows the questions: %s',
  async (query) => {
    const page = await openTab()
    await page.goto(`${routes.choose}${query}`)

    await page.getByText('Not all of the questions are answered yet.').waitFor()
    expect(await page.getByRole('region').count()).toBe(0)
    expect(await page.getByRole('radio', { checked: true }).count()).toBe(0)
  },
)

import type { Page } from 'playwright-core'

/** Chromium's report of a store that did not answer: this happens on a busy machine, and the page says so. */
export const busyStore = 'status of 503'
const isBusy = /A store did not answer|No verdict/

/** The actions of a visitor on the page of tokens, with their waits. After "try again" the visitor retries. */
export async function press(page: Page, button: string, answer: string): Promise<void> {
  const answered = page.getByRole('status').filter({ hasText: answer })
  const busy = page.getByRole('status').filter({ hasText: isBusy })

  for (let tries = 0; tries < 5; tries += 1) {
    await page.getByRole('button', { name: button, exact: true }).click()
    await answered.or(busy).first().waitFor()
    if ((await answered.count()) > 0) return
  }
  throw new Error(`"${button}" was not answered with "${answer}"`)
}

export const getTokens = (page: Page, answer = '2 tokens for 3 services') => press(page, 'Get the tokens', answer)

export const callAll = (page: Page, answer = 'Accepted: Notes, Catalogue, Invoices.') =>
  press(page, 'Call all three', answer)

export const takeBack = (page: Page, answer = 'Revoked:') => press(page, 'Revoke and log me out', answer)

import type { Page } from 'playwright-core'

/** What a visitor does on the page of tokens, and waits for. */
export async function press(page: Page, button: string, answer: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click()
  await page.getByRole('status').getByText(answer).waitFor()
}

export const getTokens = (page: Page, answer = 'Two tokens, one for each service') =>
  press(page, 'Get a token for each service', answer)

export const callAll = (page: Page, answer = 'Accepted: Notes, Catalogue, Invoices.') =>
  press(page, 'Call all three', answer)

export const takeBack = (page: Page, answer = 'Taken back') => press(page, 'Take it back and log me out', answer)

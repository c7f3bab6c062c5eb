import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { lookWithAxe } from '@/tests/support/axe'

/** What every page of the lab is held to, as it stands in the tab: no complaint by axe, light and dark, and nothing that sticks out. */
export async function expectReadable(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const { violations } = await lookWithAxe(page)
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
    ).toEqual([])
  }
  await page.setViewportSize({ width: 360, height: 800 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
}

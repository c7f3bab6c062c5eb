import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { lookWithAxe } from '@/tests/support/axe'

/** Expects that axe finds nothing on the page in the tab, light and dark. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const { violations } = await lookWithAxe(page)
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
    ).toEqual([])
  }
}

/** Expects in addition that no element overflows on a phone. */
export async function expectReadable(page: Page): Promise<void> {
  await expectAccessible(page)
  await page.setViewportSize({ width: 360, height: 800 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
}

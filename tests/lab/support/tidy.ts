import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { layoutShiftsOf } from '@/tests/support/layout-shift'

/** Expects that no element of a page has moved while it loaded, and that none overflows. */
export async function expectTidy(page: Page, width: number): Promise<void> {
  expect(await layoutShiftsOf(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
}

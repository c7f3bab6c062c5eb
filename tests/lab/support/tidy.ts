import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { layoutShiftsOf } from '@/tests/support/layout-shift'

/** Of a page that has just loaded: nothing has moved, and nothing sticks out. */
export async function expectTidy(page: Page, width: number): Promise<void> {
  expect(await layoutShiftsOf(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
}

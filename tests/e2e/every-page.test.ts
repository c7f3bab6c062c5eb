import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { lookWithAxe } from '@/tests/support/axe'
import { everyPage } from '@/tests/support/every-page'
import { layoutShiftsOf } from '@/tests/support/layout-shift'
import { shareBrowser } from '@/tests/support/share-browser'

const openTab = shareBrowser({ keepsTabs: true })
const tabs = new Map<number, Page>()

/** Resets the state of the visitor; the browser keeps running. */
async function newVisitor(width: number): Promise<Page> {
  const page = tabs.get(width) ?? (await openWithoutCache(width))
  tabs.set(width, page)
  await page.context().clearCookies()
  return page
}

async function openWithoutCache(width: number): Promise<Page> {
  const page = await openTab({ viewport: { width, height: 800 } })
  const protocol = await page.context().newCDPSession(page)
  await protocol.send('Network.enable')
  await protocol.send('Network.setCacheDisabled', { cacheDisabled: true })
  return page
}

async function expectTidy(page: Page, name: string, width: number): Promise<void> {
  // An error message expands after a delay.
  expect(await layoutShiftsOf(page, { beforeInput: name.endsWith('refused') })).toEqual([])
  expect([null, width < 640 ? '36px' : '48px']).toContain(await headingSizeOf(page))
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
  expect(await purposeOf(page)).toMatch(/^(?:[A-Z].*[.?]|\p{Script=Han}.*[。？])$/su)
  expect(await ambiguousNames(page)).toEqual([])
  const { header, heading, isSaying } = await heightsOf(page)
  expect(header).toBeLessThanOrEqual(isSaying ? 220 : 120)
  expect(heading).toBeLessThanOrEqual(800 / 2)
}

/** The text directly below the heading: the purpose of the page, or a result. */
const purposeOf = (page: Page) =>
  page
    .locator('h1')
    .evaluate((heading) => (heading.nextElementSibling?.querySelector('p') ?? heading.nextElementSibling)?.textContent)

/** The names of buttons with different actions. */
const ambiguousNames = (page: Page) =>
  page.locator('main').evaluate((content) => {
    const names = [...content.querySelectorAll('button, summary')].map((button) => button.textContent)
    return names.filter((name, index) => names.indexOf(name) !== index)
  })

/**
 * The height of the header, whether it shows an error, and the distance from the top of the document to the end of the
 * heading.
 */
const heightsOf = (page: Page) =>
  page.evaluate(() => ({
    header: document.querySelector('header')?.offsetHeight,
    isSaying: document.querySelector('header [role="status"]:not(:empty)') !== null,
    heading: (document.querySelector('h1')?.getBoundingClientRect().bottom ?? Number.POSITIVE_INFINITY) + scrollY,
  }))

/** Null for the first page, whose title is a drawing of its own. */
const headingSizeOf = (page: Page) =>
  page.evaluate(() => {
    const heading = document.querySelector('h1')
    if (location.pathname === '/') return null
    return heading ? getComputedStyle(heading).fontSize : 'no heading'
  })

async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const { violations, passes } = await lookWithAxe(page)
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
    expect([colorScheme, found]).toEqual([colorScheme, []])
    expect(passes.map(({ id }) => id)).toContain('color-contrast')
  }
}

describe('360 px wide', () => {
  test.each(Object.entries(everyPage))(
    'no element moves while this page loads, or overflows it: %s',
    async (name, open) => {
      const page = await newVisitor(360)
      await open(page)
      await expectTidy(page, name, 360)
    },
  )
})

describe('1280 px wide', () => {
  test.each(Object.entries(everyPage))(
    'no element moves or overflows, and axe finds nothing, light and dark: %s',
    async (name, open) => {
      const page = await newVisitor(1280)
      await open(page)
      await expectTidy(page, name, 1280)
      await expectAccessible(page)
    },
  )
})

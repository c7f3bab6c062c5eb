import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { Model } from '@/lib/session/models'
import { expectReadable } from '@/tests/lab/support/readable'
import { readAs, shareLab } from '@/tests/lab/support/share-lab'
import { layoutShiftsOf } from '@/tests/support/layout-shift'
import { models } from '@/tests/support/models'
import { whoIs } from '@/tests/support/tab'

const openTab = shareLab()

async function openRace(model: Model, width = 1280): Promise<Page> {
  const page = await openTab({ viewport: { width, height: 800 } })
  return readAs(page, model, { path: '/lab/race', ready: '#field' })
}

type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>

/** The results that the page shows after the race, by contestant and count. */
async function run(page: Page, race: string, heading: string): Promise<Counts> {
  await page.getByRole('button', { name: heading }).click()
  const table = page.locator(`table[data-race="${race}"]`)
  await table.waitFor({ timeout: 50_000 })

  const cells = await table
    .locator('tbody td')
    .evaluateAll((found) =>
      found.map((cell) => [cell.dataset.who ?? '', cell.dataset.count ?? '', Number(cell.textContent)] as const),
    )
  const counts: Record<string, Record<string, number>> = {}
  for (const [who, count, value] of cells) if (!Number.isNaN(value)) counts[who] = { ...counts[who], [count]: value }
  return counts
}

const conclusionsOf = (page: Page, heading: string) =>
  page.getByRole('region', { name: `Conclusion: ${heading}` }).getByRole('listitem')

describe.each(models)('a %s reader', (model) => {
  test('counts one session and one refresh token family after many concurrent renewals, and stays logged in', async () => {
    const page = await openRace(model)

    const counts = await run(page, 'expired', 'Many requests, one expired credential')
    for (const who of models) expect(counts[who], who).toMatchObject({ asked: 10, refused: 0, sessions: 1 })
    expect(counts.signed).toMatchObject({ rotations: 1, unused: 1 })
    for (const who of models) expect(counts[who]?.accepted, who).toBeGreaterThan(0)

    expect((await whoIs(page)).session?.model).toBe(model)
    await expectReadable(page)
  })
})

test('a token used twice counts as reuse without a grace window, as a retry within it, and as reuse after it', async () => {
  const page = await openRace('signed')

  const counts = await run(page, 'rotation', 'One refresh token, used more than once')
  expect(counts['no grace window']).toMatchObject({ used: 10, rotated: 1, retried: 0, reused: 9, alive: 0 })
  expect(counts['in the grace window']).toMatchObject({ used: 10, rotated: 1, retried: 9, reused: 0, alive: 1 })
  expect(counts['replay, after the window']).toMatchObject({ rotated: 1, reused: 1, alive: 0, denied: 1 })
})

test('after a logout no session is valid, with the renewal before it, at the same instant or after it', async () => {
  const page = await openRace('stored')

  const counts = await run(page, 'logout', 'A logout against a renewal')
  for (const model of models) {
    expect(counts[model], model).toMatchObject({ rounds: 6, alive: 0 })
    expect(counts[model]?.renewed, model).toBeGreaterThanOrEqual(2)
  }
  await conclusionsOf(page, 'A logout against a renewal').getByText('Rounds in which the renewal came first:').waitFor()
})

test('of ten concurrent increments a cookie loses nine, and a row none', async () => {
  const page = await openRace('sealed')

  const counts = await run(page, 'data', 'Writing session data')
  expect(counts.sealed).toEqual({ increments: 10, kept: 1, lost: 9 })
  for (const model of ['stored', 'signed']) expect(counts[model]).toEqual({ increments: 10, kept: 10, lost: 0 })

  const said = conclusionsOf(page, 'Writing session data')
  expect(await said.allInnerTexts().then((texts) => texts.map((text) => text.replace(/\s+/g, ' ')))).toEqual([
    '✗ bad Sealed lost 9 of 10 writes, without an error.',
    '✓ good Stored and signed lost no write: stored 10 of 10 and signed 10 of 10 were kept.',
  ])
  const borders = await said.evaluateAll((items) => items.map((item) => getComputedStyle(item).borderLeftStyle))
  expect(new Set(borders).size).toBe(2)
})

test('on a phone the three models are side by side: no table has to be scrolled', async () => {
  const page = await openRace('stored', 360)
  await run(page, 'expired', 'Many requests, one expired credential')
  const region = page.getByRole('region', { name: 'Many requests, one expired credential: counts' })
  expect(await region.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0)
  for (const model of models) expect(await region.getByRole('columnheader', { name: model }).isVisible()).toBe(true)
})

test.each([360, 1280])('no element moves while the page loads, %i px wide', async (width) => {
  const page = await openRace('signed', width)
  expect(await layoutShiftsOf(page)).toEqual([])
  await expectReadable(page)
})

// feature: keep (this file)
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseEnv as parseEnvFile } from 'node:util'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { parseEnv } from '@/lib/env'
import { lookWithAxe } from '@/tests/support/axe'
import { type OpenTab, shareBrowser } from '@/tests/support/share-browser'

/* docs/make-secrets.html opened as a saved copy: from a file, without a network. */

const openTab = shareBrowser()
const file = 'docs/make-secrets.html'
const names = ['SESSION_PASSWORDS', 'JWT_KEYS', 'CRON_SECRET', 'RESOURCE_SERVER_SECRET'] as const

/** An application with these secrets and otherwise valid settings. */
const stores = {
  DATABASE_URL: 'postgresql://localhost/none',
  UPSTASH_REDIS_REST_URL: 'http://localhost',
  UPSTASH_REDIS_REST_TOKEN: 'none',
}

async function open(options: Parameters<OpenTab>[0] = {}): Promise<Page> {
  const page = await openTab(options)
  await page.context().setOffline(true)
  await page.goto(pathToFileURL(resolve(file)).href)
  await page.getByLabel('RESOURCE_SERVER_SECRET', { exact: true }).waitFor()
  await page.waitForFunction(() => [...document.querySelectorAll('textarea')].every(({ value }) => value !== ''))
  return page
}

async function read(page: Page): Promise<Record<string, string>> {
  const values = names.map(async (name) => [name, await page.getByLabel(name, { exact: true }).inputValue()] as const)
  return Object.fromEntries(await Promise.all(values))
}

test('the application accepts the generated secrets, and no secret repeats', async () => {
  const page = await open()
  const first = await read(page)
  const env = parseEnv({ ...stores, ...first })
  expect(env.JWT_KEYS.keys).toHaveLength(1)
  expect(JSON.parse(first.JWT_KEYS ?? '').keys[0]).toMatchObject({
    alg: 'ES256',
    kid: expect.stringMatching(/^.{11}$/),
  })
  for (const name of names.filter((one) => one !== 'JWT_KEYS')) expect(first[name]).toMatch(/^[\w-]{43}$/)

  await page.getByRole('button', { name: 'Generate new values' }).click()
  await page.getByText('New values generated.').waitFor()
  const second = await read(page)
  parseEnv({ ...stores, ...second })
  expect(names.filter((name) => first[name] === second[name])).toEqual([])
})

describe.each([
  ['with permission to write to the clipboard', true],
  ['without that permission', false],
])('%s,', (_, isAllowed) => {
  /** Reads the clipboard by pasting, like a user. */
  async function paste(page: Page): Promise<string> {
    const target = await page.context().newPage()
    await target.setContent('<textarea aria-label="target"></textarea>')
    await target.getByLabel('target').press('ControlOrMeta+V')
    return target.getByLabel('target').inputValue()
  }

  async function openHere(): Promise<Page> {
    const page = await open(isAllowed ? { permissions: ['clipboard-read', 'clipboard-write'] } : {})
    if (!isAllowed) await page.evaluate(() => Reflect.deleteProperty(Navigator.prototype, 'clipboard'))
    return page
  }

  test('each value can be copied', async () => {
    const page = await openHere()
    await page.getByRole('button', { name: 'Copy JWT_KEYS' }).press('Enter')
    await page.getByRole('status').getByText('JWT_KEYS copied.').waitFor()
    expect(await paste(page)).toBe((await read(page)).JWT_KEYS)
  })

  test('all of them can be copied as lines of an .env file', async () => {
    const page = await openHere()
    await page.getByRole('button', { name: 'Copy all' }).click()
    await page.getByRole('status').getByText('All four copied.').waitFor()
    expect(parseEnvFile(await paste(page))).toEqual(await read(page))
  })
})

test.each(['light', 'dark'] as const)('axe finds nothing, and 360 px are enough: %s', async (colorScheme) => {
  const page = await open({ colorScheme, viewport: { width: 360, height: 640 } })
  const { violations } = await lookWithAxe(page)
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBeLessThanOrEqual(360)
})

test('it loads no file and no address', async () => {
  const page = await openTab()
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(pathToFileURL(resolve(file)).href)
  await page.getByRole('button', { name: 'Copy all' }).waitFor()
  expect(asked).toEqual([pathToFileURL(resolve(file)).href])

  const text = readFileSync(file, 'utf8')
  expect(text).toContain("default-src 'none'; style-src 'sha256-")
  expect(text).not.toMatch(/\b(src|href)=|unsafe-|@import|fetch\(|localStorage/)
})

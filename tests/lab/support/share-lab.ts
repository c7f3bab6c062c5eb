import type { Page } from 'playwright-core'
import type { Model } from '@/lib/session/models'
import type { Role } from '@/lib/session/session'
import { givenLab } from '@/tests/support/given-application'
import { addresses, newAccount, openSessionIn } from '@/tests/support/open-session'
import { type OpenTab, shareBrowser } from '@/tests/support/share-browser'
import { untilInteractive } from '@/tests/support/tab'

/**
 * A browser whose tabs visit the application with the lab that this lane shares.
 * @param expected as `shareBrowser` takes it
 */
export const shareLab = (expected?: RegExp): OpenTab =>
  shareBrowser({ url: () => givenLab().url, ...(expected && { expected }) })

/** The role of the reader of a page. */
export const roles = { sealed: 'admin', stored: 'editor', signed: 'member' } as const satisfies Record<Model, Role>

/**
 * A page of the lab, opened by a new account: an experiment that ends the sessions of its reader ends no others.
 * @param ready an element that exists once the page is interactive
 */
export async function readAs(
  page: Page,
  model: Model,
  { path, ready }: { path: string; ready: string },
): Promise<Page> {
  const app = { url: addresses.get(page.context()) ?? '' }
  await openSessionIn(page.context(), model, await newAccount(app, roles[model]))
  await page.goto(path)
  await untilInteractive(page, ready)
  return page
}

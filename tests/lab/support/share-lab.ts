import type { Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import type { Model } from '@/lib/session/models'
import { type Application, startApplication } from '@/tests/support/application'
import { launchBrowser } from '@/tests/support/browser'
import { buildWithLab } from '@/tests/support/build'
import { people } from '@/tests/support/people'
import { type OpenTab, shareBrowser } from '@/tests/support/share-browser'
import { openDashboard, untilInteractive } from '@/tests/support/tab'

export interface Lab {
  openTab: OpenTab
  application: () => Application
}

/**
 * The application with its lab, and a browser whose tabs are at home there, for the tests of one file.
 * @param expected what the browser itself reports, as `shareBrowser` takes it
 */
export function shareLab(env: Readonly<Record<string, string>> = {}, expected?: RegExp): Lab {
  const openTab = shareBrowser(launchBrowser, expected)
  let served: Application | undefined

  beforeAll(async () => {
    served = await startApplication({ build: await buildWithLab(), env: { LAB: 'on', ...env } })
  })
  afterAll(() => served?.stop())

  return { openTab: (options) => openTab({ baseURL: application().url, ...options }), application }

  function application(): Application {
    if (!served) throw new Error('the application with the lab is not served yet')
    return served
  }
}

/** One of their own for each model: an experiment that puts its reader out is in nobody else's way. */
export const readers = { sealed: people.ada, stored: people.grace, signed: people.linus } as const

/** @param ready what is there once the page reacts */
export async function readAs(
  page: Page,
  model: Model,
  { path, ready }: { path: string; ready: string },
): Promise<Page> {
  await openDashboard(page, model, readers[model])
  await page.goto(path)
  await untilInteractive(page, ready)
  return page
}

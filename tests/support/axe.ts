import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/**
 * The violations that axe finds on the page in the tab, and the rules that passed. In legacy mode, which differs only
 * for frames of other origins: we have none, and the other mode opens a second tab each time.
 */
export const lookWithAxe = (page: Page) => new AxeBuilder({ page }).setLegacyMode().analyze()

import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/**
 * What axe finds on the page as it stands in the tab, and which rules were kept.
 * In legacy mode, which differs in frames of other origins only: we have none, and the other mode opens a second tab each time.
 */
export const lookWithAxe = (page: Page) => new AxeBuilder({ page }).setLegacyMode().analyze()

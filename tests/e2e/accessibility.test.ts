import { AxeBuilder } from '@axe-core/playwright'
import { describe, expect, test } from 'vitest'
import { everyPage } from '@/tests/support/every-page'
import { shareBrowser } from '@/tests/support/share-browser'

const openTab = shareBrowser()

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  test.each(Object.entries(everyPage))('axe finds nothing on: %s', async (_, open) => {
    const page = await openTab({ colorScheme })
    await open(page)

    const { violations, passes } = await new AxeBuilder({ page }).analyze()
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
    expect(found).toEqual([])
    expect(passes.map(({ id }) => id)).toContain('color-contrast')
  })
})

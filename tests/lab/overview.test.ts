import { expect, test } from 'vitest'
import { labPlaces } from '@/app/lab/places'
import { expectReadable } from '@/tests/lab/support/readable'
import { shareLab } from '@/tests/lab/support/share-lab'
import { expectTidy } from '@/tests/lab/support/tidy'

const openTab = shareLab()

test.each([360, 1280])(
  'the first page leads to the lab, and the lab to each of its pages: %i px wide',
  async (width) => {
    const page = await openTab({ viewport: { width, height: 800 } })
    await page.goto('/')
    await page.getByRole('main').getByRole('link', { name: 'Steal your own session in the lab' }).click()
    await page.getByRole('heading', { name: 'The lab' }).waitFor()
    await page.reload()
    await expectTidy(page, width)

    for (const { name, href } of labPlaces) {
      await page.getByRole('main').getByRole('listitem').getByRole('link', { name, exact: true }).click()
      await page.waitForURL(`**${href}`)
      expect(
        await page
          .getByRole('navigation', { name: 'Lab' })
          .getByRole('link', { name, exact: true })
          .getAttribute('aria-current'),
      ).toBe('page')
      await page.goBack()
      await page.getByRole('heading', { name: 'The lab' }).waitFor()
    }
    await expectReadable(page)
  },
)

test.each([...labPlaces, { name: 'The lab', href: '/lab' }, { name: 'Choose', href: '/choose' }])(
  '$name says in one sentence, right below its heading, what it is for',
  async ({ href }) => {
    const page = await openTab()
    await page.goto(href)

    const purpose = page.locator('h1 + p')
    expect(await purpose.innerText()).toMatch(/^(See|Measure|Make|Six|Answer) [^.]+\.$/)
    expect((await purpose.boundingBox())?.y).toBeLessThan(400)
  },
)

test.each(labPlaces)('$name says what it needs to whoever is not logged in', async ({ href }) => {
  const page = await openTab()
  await page.goto(href)

  const needsLogin = !/trace$/.test(href)
  expect(await page.getByRole('main').getByRole('link', { name: 'Log in', exact: true }).count()).toBe(
    needsLogin ? 1 : 0,
  )
  await expectReadable(page)
})

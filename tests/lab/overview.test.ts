import { expect, test } from 'vitest'
import { claims } from '@/app/claims/claims' // feature: claims
import { labPlaces } from '@/app/lab/places'
import { routes } from '@/lib/routes' // feature: claims
import { expectReadable } from '@/tests/lab/support/readable'
import { readAs, shareLab } from '@/tests/lab/support/share-lab'
import { expectTidy } from '@/tests/lab/support/tidy'
import { anyModel } from '@/tests/support/models'

const openTab = shareLab()

test.each([360, 1280])(
  'the first page links to the lab, and the lab to each of its pages: %i px wide',
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

test('the header of every page leads to the lab', async () => {
  const page = await openTab({ viewport: { width: 1280, height: 800 } })
  for (const path of ['/', '/login']) {
    await page.goto(path)
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Lab', exact: true }).click()
    await page.waitForURL('**/lab')
  }
})

test.each([...labPlaces, { name: 'The lab', href: '/lab' }, { name: 'Choose', href: '/choose' }])(
  '$name states its purpose in one sentence, directly below its heading',
  async ({ href }) => {
    const page = await openTab()
    await page.goto(href)

    const purpose = page.locator('h1 + p')
    expect(await purpose.innerText()).toMatch(/^(See|Measure|Make|Answer) [^.]+\.$/)
    expect((await purpose.boundingBox())?.y).toBeLessThan(400)
  },
)

// feature: claims
test.each(claims.filter(({ lab }) => lab !== undefined))(
  '$id leads from /claims to its experiment',
  async ({ id, lab }) => {
    const page = await openTab()
    await page.goto(`${routes.claims}#${id}`)
    await page
      .locator(`article#${id}`)
      .getByRole('link', { name: /in the lab/ })
      .click()
    await page.waitForURL(`**/lab/${lab?.page}${lab?.preset ?? ''}`)
  },
)
// end

test.each([
  ['/lab/replay?act=role', 'Change the role'],
  ['/lab/replay?act=nothing', 'Log out'],
  ['/lab/break?redis=away', 'unavailable: does not answer'],
  ['/lab/break', 'failing: answers with an error'],
])('%s has an experiment chosen: %s', async (path, choice) => {
  const page = await openTab()
  await readAs(page, anyModel, { path, ready: 'fieldset' })
  expect(await page.getByRole('radio', { name: choice }).first().isChecked()).toBe(true)
})

test.each(labPlaces)('$name tells a signed-out visitor what it requires', async ({ href }) => {
  const page = await openTab()
  await page.goto(href)

  const needsLogin = !/(trace|events)$/.test(href)
  expect(await page.getByRole('main').getByRole('link', { name: 'Log in', exact: true }).count()).toBe(
    needsLogin ? 1 : 0,
  )
  await expectReadable(page)
})

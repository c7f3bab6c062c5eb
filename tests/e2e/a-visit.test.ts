import { expect, test } from 'vitest'
import { models } from '@/tests/support/models'
import { people } from '@/tests/support/people'
import { shareBrowser } from '@/tests/support/share-browser'
import { cookiesOf, logOut, saveNote, submitLogin, whoIs } from '@/tests/support/tab'

const openTab = shareBrowser()

const cookiesBy = {
  sealed: ['__Host-sealed'], // model: sealed
  stored: ['__Host-stored'], // model: stored
  signed: ['__Host-refresh', '__Host-signed'], // model: signed
} as const

test.each(models)('%s: a model chosen on the first page works from login to logout', async (model) => {
  const page = await openTab()

  await page.goto('/')
  // model: several
  await page.getByRole('link', { name: `Log in with ${model}` }).click()
  await page.getByRole('heading', { name: 'Log in' }).waitFor()
  expect(await page.getByRole('radio', { name: model }).isChecked()).toBe(true)
  // end, otherwise: await page.getByRole('main').getByRole('link', { name: 'Log in' }).click()

  await submitLogin(page)
  await page.getByRole('heading', { name: 'Linus Torvalds' }).waitFor()
  expect(await whoIs(page)).toMatchObject({ user: { email: people.linus.email }, session: { model } })
  expect([...(await cookiesOf(page)).keys()].sort()).toEqual(cookiesBy[model])

  await page.reload()
  await page.getByRole('heading', { name: 'Linus Torvalds' }).waitFor()

  await logOut(page)
  expect(await cookiesOf(page)).toEqual(new Map())
  expect(await whoIs(page)).toMatchObject({ code: 'unauthenticated' })
})

test.each(models)('%s: session data changes, survives a reload and ends with the session', async (model) => {
  const page = await openTab()
  const visits = page.locator('form', { hasText: 'Visits counted' }).locator('p').first()
  const logIn = async () => {
    await page.goto(`/login?model=${model}`)
    await submitLogin(page)
    await page.waitForURL('**/dashboard')
  }

  await logIn()
  for (const count of ['1', '2']) {
    await page.getByRole('button', { name: 'Count a visit' }).click()
    await visits.getByText(count, { exact: true }).waitFor()
  }
  await saveNote(page, 'buy <b>stamps</b> & ink')
  await page.getByText('Saved.').waitFor()

  await page.reload()
  expect(await visits.innerText()).toBe('2')
  expect(await page.getByLabel('Note').inputValue()).toBe('buy <b>stamps</b> & ink')

  await logOut(page)
  await logIn()
  expect(await visits.innerText()).toBe('0')
  expect(await page.getByLabel('Note').inputValue()).toBe('')
})

test('an unauthenticated visitor of a protected page is redirected to the login, and from there back', async () => {
  const page = await openTab()

  await page.goto('/dashboard')
  expect(new URL(page.url()).pathname).toBe('/login')

  await submitLogin(page)
  await page.waitForURL('**/dashboard')
})

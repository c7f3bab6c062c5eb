import type { Page } from 'playwright-core'
import * as z from 'zod'
import { routes } from '@/lib/routes'
import type { Model } from '@/lib/session/models'
import { openSessionIn, type SessionOptions } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import { waitingFor } from '@/tests/support/waits'

/** The actions of a visitor in a tab of a real browser, one function per intention. */

interface Credentials {
  email: string
  password: string
}

export async function fillInLogin(page: Page, { email, password }: Credentials = people.linus): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
}

/** Fills in the login form in the tab, and submits it. */
export async function submitLogin(page: Page, credentials?: Credentials): Promise<void> {
  await fillInLogin(page, credentials)
  await page.getByRole('button', { name: 'Log in' }).click()
}

/** A page of a logged-in account, without the login form: see `openSessionIn`. */
export async function openAs(page: Page, model: Model, path: string, options?: SessionOptions): Promise<void> {
  await openSessionIn(page.context(), model, options)
  await page.goto(path)
}

export const openDashboard = (page: Page, model: Model, options?: SessionOptions): Promise<void> =>
  openAs(page, model, routes.dashboard, options)

/** For tests about logging in. */
export const logInByForm = (page: Page, model: Model, credentials?: Credentials): Promise<void> =>
  waitingFor('login form', () => fillInAndSubmit(page, model, credentials))

async function fillInAndSubmit(page: Page, model: Model, credentials?: Credentials): Promise<void> {
  await page.goto(routes.login)
  await page.getByRole('radio', { name: model }).check()
  await submitLogin(page, credentials)
  await page.waitForURL(`**${routes.dashboard}`)
}

export async function saveNote(page: Page, text: string): Promise<void> {
  await page.getByLabel('Note').fill(text)
  await page.getByRole('button', { name: 'Save the note' }).click()
}

export async function logOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Log out' }).click()
  await page.getByText('You are logged out.').waitFor()
}

/** React marks hydrated elements; before that, a form works like without JavaScript. */
export async function untilInteractive(page: Page, selector = 'form'): Promise<void> {
  await page.waitForFunction(
    (css) => Object.keys(document.querySelector(css) ?? {}).some((key) => key.startsWith('__reactProps')),
    selector,
  )
}

/** Waits until the document is complete and the browser has rendered React's updates. */
export async function untilDrawn(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    await document.fonts.ready
    for (let frames = 0; frames < 3; frames += 1) await new Promise((resolve) => requestAnimationFrame(resolve))
    return document.readyState === 'complete'
  })
}

const Me = z.object({
  user: z.object({ email: z.string() }).optional(),
  session: z.object({ id: z.string(), model: z.string() }).optional(),
  code: z.string().optional(),
})

/** The user of this browser according to the server, requested like the script of the page does. */
export async function whoIs(page: Page): Promise<z.infer<typeof Me>> {
  return Me.parse(await page.evaluate(async () => (await fetch('/api/me')).json()))
}

/** Names and values of our cookies, which no script of a page can read. */
export async function cookiesOf(page: Page): Promise<ReadonlyMap<string, string>> {
  const all = await page.context().cookies()
  // feature: second-factor
  // No credential: the challenge for a passkey that the login page lets the browser offer.
  const cookies = all.filter(({ name }) => name !== '__Host-passkey')
  // end, otherwise: const cookies = all
  return new Map(cookies.map(({ name, value }) => [name, value]))
}

/**
 * The text, attributes and values that the tab shows or exposes to assistive technology. Without scripts, because the
 * first document of a tab contains its data in a script.
 */
export function contentOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const body = document.createElement('body')
    body.append(...[...document.body.childNodes].map((node) => node.cloneNode(true)))
    for (const script of body.querySelectorAll('script')) script.remove()
    const values = [...document.querySelectorAll('input, textarea')].map((field) =>
      'value' in field ? field.value : '',
    )
    return [document.title, body.innerHTML, ...values].join('\n')
  })
}

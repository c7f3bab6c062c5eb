import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routes } from '@/lib/routes'
import { randomSecret, randomSigningKey } from '@/scripts/services/secrets'
import { copyTree } from '@/tests/support/copy-tree'
import { freePort } from '@/tests/support/free-port'
import { linkTree } from '@/tests/support/link-tree'
import { needs } from '@/tests/support/needs'
import { people } from '@/tests/support/people'
import { endsWithRun } from '@/tests/support/run-folder'
import { shareBrowser } from '@/tests/support/share-browser'
import { submitLogin, untilInteractive } from '@/tests/support/tab'
import { type TemporaryFolder, temporaryFolder } from '@/tests/support/temporary-folder'

/** One `npm run dev` for the file, in a copy of the tree: a development server writes next to the sources. */
let folder: TemporaryFolder
let stop: () => Promise<void>
let port: number
let signingKey: Awaited<ReturnType<typeof randomSigningKey>>
const printed: string[] = []

/** At a network address, Chromium warns that it ignores the header. */
const expected = /Cross-Origin-Opener-Policy header has been ignored/
const openTab = shareBrowser({ expected, url: () => `http://localhost:${port}` })

const lines = () => printed.join('').split('\n')
const isReady = () => lines().some((line) => line.startsWith('Ready: '))

beforeAll(async () => {
  folder = await temporaryFolder()
  signingKey = await randomSigningKey()
  port = await freePort()
  const tree = join(folder.path, 'clone')
  await copyTree(tree)
  for (const made of ['lib/db/generated', 'node_modules']) await linkTree(made, join(tree, made))
  // The format of `vercel env pull`: quotes around a value that contains quotes.
  const keys = JSON.stringify({ keys: [signingKey] })
  await writeFile(
    join(tree, '.env.local'),
    `# Created by Vercel CLI\nJWT_KEYS="${keys}"\nSESSION_PASSWORDS="${randomSecret()}"\n`,
  )
  const { PATH, HOME, TMPDIR } = process.env
  const dev = spawn(process.execPath, ['--import', 'tsx', 'scripts/dev.ts'], {
    cwd: tree,
    env: { PATH, HOME, TMPDIR, PORT: String(port), NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  endsWithRun(dev)
  const exited = new Promise<void>((resolve) => dev.once('exit', () => resolve()))
  stop = async () => {
    dev.kill('SIGTERM')
    await exited
  }
  await new Promise<void>((resolve, reject) => {
    for (const stream of [dev.stdout, dev.stderr]) {
      stream.on('data', (chunk) => {
        printed.push(String(chunk))
        if (isReady()) resolve()
      })
    }
    dev.once('exit', () => reject(new Error(`npm run dev ended\n${printed.join('')}`)))
  })
  expect((await fetch(`http://127.0.0.1:${port}/icon.svg`)).status).toBe(200)
  // Compiles both pages here, under the timeout of the hook.
  for (const path of ['/login', '/dashboard']) await fetch(`http://127.0.0.1:${port}${path}`)
})
afterAll(async () => {
  await stop?.()
  await folder?.remove()
})

test('"Ready" is printed once, and the warning about the name of the middleware is one explained line', () => {
  expect(lines().filter((line) => /ready/i.test(line))).toEqual([`Ready: http://localhost:${port}`])
  const compiling = /^\s*[○✓] Compil/
  expect(lines().filter((line) => /middleware/.test(line) && !compiling.test(line))).toEqual([
    expect.stringContaining('docs/decisions/001'),
  ])
})

// feature: second-factor
test('the secret of the account with a second factor is printed once, with an address that an app opens', () => {
  expect(lines().filter((line) => line.includes('alan@example.com'))).toEqual([
    expect.stringMatching(/ secret [A-Z2-7]{32},.* otpauth:\/\/totp\/\S+secret=[A-Z2-7]{32}/),
  ])
})
// end

test('the server signs with the keys of a file that "vercel env pull" has written', async () => {
  const answer = await fetch(`http://localhost:${port}/.well-known/jwks.json`)
  expect(await answer.json()).toMatchObject({ keys: [{ kid: signingKey.kid }] })
})

test.each(['localhost', '127.0.0.1', '[::1]'])(
  'at %s a click on an account fills the form, and the login starts a session that the browser keeps',
  async (host) => {
    const page = await openTab()
    await page.goto(`http://${host}:${port}/login?model=stored`, { timeout: 60_000 })
    expect(await page.getByText('You cannot log in at this address').count()).toBe(0)
    await untilInteractive(page, 'main form')
    await page.getByRole('button', { name: 'linus@example.com' }).click()
    expect(await page.getByLabel('E-mail').inputValue()).toBe('linus@example.com')
    await page.getByRole('main').getByRole('button', { name: 'Log in' }).click()
    await page.waitForURL(`http://${host}:${port}/dashboard`, { timeout: 60_000 })
    await page.reload()
    await page.getByRole('button', { name: 'Log out' }).first().waitFor()
  },
)

test('without JavaScript the accounts and their password are visible', async () => {
  const page = await openTab({ javaScriptEnabled: false })
  await page.goto(`http://localhost:${port}/login`)

  const accounts = page.getByRole('region', { name: 'Accounts for trying it' })
  for (const { email, password } of Object.values(people)) {
    expect(await accounts.getByText(email).isVisible()).toBe(true)
    expect(await accounts.getByText(password).isVisible()).toBe(true)
  }
  expect(await accounts.getByText('A click').isVisible()).toBe(false)
  expect(await accounts.getByRole('button').count()).toBe(0)
})

/** React complains about keys, and about HTML that differs from what it renders, in development only: `openTab` reads the console. */
const pages = [
  ...[routes.home, routes.signup, routes.login],
  routes.choose, // feature: choose
  routes.claims, // feature: claims
  routes.secondFactor, // feature: second-factor
  ...[routes.forgotPassword, routes.notMe], // feature: mail
]
const pagesBehindLogin = [
  ...[routes.dashboard, routes.sessions, routes.account],
  routes.security, // feature: second-factor
  routes.tokens, // feature: tokens
  routes.admin, // feature: admin
  // feature: lab
  ...[routes.lab, '/lab/trace', '/lab/inspect', '/lab/break', '/lab/replay', '/lab/race', '/lab/measure'],
  '/lab/events', // feature: events
  // end
]

test('React finds no fault in any page', { timeout: 240_000 }, async () => {
  const page = await openTab()
  const visit = async (path: string) => {
    await page.goto(`http://localhost:${port}${path}`, { timeout: 60_000 })
    await untilInteractive(page)
  }
  for (const path of pages) await visit(path)

  await visit(routes.login)
  await submitLogin(page, people.ada)
  await page.waitForURL(`**${routes.dashboard}`, { timeout: 60_000 })
  for (const path of pagesBehindLogin) await visit(path)
})

// feature: mail
test('the link of a mail is followed in /mailbox, and sets a password', async () => {
  const page = await openTab()
  await page.goto(`http://localhost:${port}/forgot-password`, { timeout: 60_000 })
  await page.getByLabel('E-mail').fill(people.grace.email)
  await page.getByRole('button', { name: 'Send the link' }).click()
  await page.getByText('we are sending a link to it').waitFor({ timeout: 60_000 })
  await page.getByRole('link', { name: 'mailbox' }).click()
  await page.getByRole('heading', { name: 'Mailbox' }).waitFor({ timeout: 60_000 })

  // Mail is sent after the answer.
  const mail = page.getByRole('article', { name: 'Set a new password' }).first()
  await expect.poll(() => page.reload().then(() => mail.count()), { timeout: 60_000 }).toBe(1)
  expect(await mail.innerText()).toContain(people.grace.email)
  await mail.getByRole('link').click()
  await page.waitForURL(({ pathname, hash }) => pathname === '/reset-password' && hash === '', { timeout: 60_000 })
  await page.getByLabel('New password', { exact: true }).fill('paper, ink and wax')
  expect(await page.getByLabel('Code from the mail').inputValue()).toMatch(/^[\w-]{43}$/)
  await page.getByRole('button', { name: 'Set the password' }).click()
  await page.getByText('Your new password is set').waitFor({ timeout: 60_000 })
})
// end

const lan = Object.values(networkInterfaces())
  .flatMap((list) => list ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address

test('at a network address, the page says before the login that the browser cannot store the cookie', async (context) => {
  needs(lan ? null : 'This machine has no address in a network.')(context)
  const page = await openTab()
  await page.goto(`http://${lan}:${port}/login`, { timeout: 60_000 })
  await page.getByText('You cannot log in at this address').waitFor()
  await page.getByText(`http://localhost:${port}`).first().waitFor()
})

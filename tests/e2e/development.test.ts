import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { randomSecret, randomSigningKey } from '@/scripts/services/secrets'
import { copyTree } from '@/tests/support/copy-tree'
import { freePort } from '@/tests/support/free-port'
import { linkTree } from '@/tests/support/link-tree'
import { needs } from '@/tests/support/needs'
import { people } from '@/tests/support/people'
import { endsWithRun } from '@/tests/support/run-folder'
import { shareBrowser } from '@/tests/support/share-browser'
import { untilInteractive } from '@/tests/support/tab'
import { type TemporaryFolder, temporaryFolder } from '@/tests/support/temporary-folder'

/** One `npm run dev` for the file, in a copy of the tree: a development server writes beside the sources. */
let folder: TemporaryFolder
let stop: () => Promise<void>
let port: number
let signingKey: Awaited<ReturnType<typeof randomSigningKey>>
const printed: string[] = []

/** At an address of the network, Chromium says that it ignores the header. */
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
  // As `vercel env pull` writes it: quotes around a value that contains quotes.
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
  // Compiles both pages here, where the hook's timeout counts.
  for (const path of ['/login', '/dashboard']) await fetch(`http://127.0.0.1:${port}${path}`)
})
afterAll(async () => {
  await stop?.()
  await folder?.remove()
})

test('"Ready" is printed once, and the warning about the name of the middleware is one line that explains it', () => {
  expect(lines().filter((line) => /ready/i.test(line))).toEqual([`Ready: http://localhost:${port}`])
  const compiling = /^\s*[○✓] Compil/
  expect(lines().filter((line) => /middleware/.test(line) && !compiling.test(line))).toEqual([
    expect.stringContaining('docs/decisions/001'),
  ])
})

test('keys in a file that "vercel env pull" has written are the keys that it signs with', async () => {
  const answer = await fetch(`http://localhost:${port}/.well-known/jwks.json`)
  expect(await answer.json()).toMatchObject({ keys: [{ kid: signingKey.kid }] })
})

test.each(['localhost', '127.0.0.1', '[::1]'])(
  'at %s a click on an account fills the form, and the login starts a session that the browser keeps',
  async (host) => {
    const page = await openTab()
    await page.goto(`http://${host}:${port}/login?model=stored`, { timeout: 60_000 })
    expect(await page.getByText('This browser will not keep a session at this address').count()).toBe(0)
    await untilInteractive(page, 'main form')
    await page.getByRole('button', { name: 'linus@example.com' }).click()
    expect(await page.getByLabel('E-mail').inputValue()).toBe('linus@example.com')
    await page.getByRole('main').getByRole('button', { name: 'Log in' }).click()
    await page.waitForURL(`http://${host}:${port}/dashboard`, { timeout: 60_000 })
    await page.reload()
    await page.getByRole('button', { name: 'Log out' }).first().waitFor()
  },
)

test('without JavaScript the accounts and their password can be read', async () => {
  const page = await openTab({ javaScriptEnabled: false })
  await page.goto(`http://localhost:${port}/login`)

  const accounts = page.getByRole('region', { name: 'Accounts to try it with' })
  for (const { email, password } of Object.values(people)) {
    expect(await accounts.getByText(email).isVisible()).toBe(true)
    expect(await accounts.getByText(password).isVisible()).toBe(true)
  }
  expect(await accounts.getByText('A click').isVisible()).toBe(false)
  expect(await accounts.getByRole('button').count()).toBe(0)
})

const lan = Object.values(networkInterfaces())
  .flatMap((list) => list ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address

test('at an address of the network, the page says before the form is sent that the browser cannot keep the cookie', async (context) => {
  needs(lan ? null : 'This machine has no address in a network.')(context)
  const page = await openTab()
  await page.goto(`http://${lan}:${port}/login`, { timeout: 60_000 })
  await page.getByText('This browser will not keep a session at this address').waitFor()
  await page.getByText(`http://localhost:${port}`).first().waitFor()
})

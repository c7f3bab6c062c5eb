import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, expect, test, vi } from 'vitest'
import { changeRole } from '@/lib/server/admin/users'
import { parseForms } from '@/tests/support/forms'
import { freePort } from '@/tests/support/free-port'
import { givenApplication } from '@/tests/support/given-application'
import { models } from '@/tests/support/models'
import { newAccount, openSession } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'

/* examples/client.ts as a reader runs it: a separate process with four environment variables. */

const app = givenApplication()

const running: ReturnType<typeof spawn>[] = []
afterEach(() => {
  for (const client of running.splice(0)) client.kill('SIGKILL')
})

function startClient(settings: Readonly<Record<string, string>>) {
  const { PATH, HOME } = process.env
  const defaults = { ORIGIN: app.url, EMAIL: people.linus.email, PASSWORD: people.linus.password, MODEL: 'sealed' }
  const client = spawn(process.execPath, ['--import', 'tsx', 'examples/client.ts'], {
    env: { PATH, HOME, NODE_ENV: 'test', ...defaults, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.push(client)
  const [said, complained]: string[][] = [[], []]
  client.stdout.on('data', (chunk) => said?.push(String(chunk)))
  client.stderr.on('data', (chunk) => complained?.push(String(chunk)))
  const ended = once(client, 'close').then(([exitCode]) => ({ exitCode, complaint: complained?.join('') }))
  return { ended, log: () => said?.join('') ?? '', stop: () => client.kill('SIGINT') }
}

type Client = ReturnType<typeof startClient>
const patience = { timeout: 40_000 }

const tokensIn = (log: string) => log.split('A new access token.').length - 1

/** Waits until the client has fetched as many tokens as `token` says, and used the last one. */
const workedWith = (token: number, { log }: Client) =>
  vi.waitUntil(() => tokensIn(log()) === token && /notes\n$/.test(log()), patience)

/** The API answers to an earlier token as to an expired one. */
const outdateTokens = (userId: string, role: 'member' | 'editor') =>
  vi.waitFor(async () => expect(await changeRole(userId, role)).toBeOneOf(['changed', 'unchanged']), patience)

async function outliveTokens(model: (typeof models)[number]) {
  const { userId, email, password } = await newAccount(app, 'member', 'Hedy')
  const client = startClient({ MODEL: model, EMAIL: email, PASSWORD: password })
  await workedWith(1, client)
  await outdateTokens(userId, 'editor')
  await workedWith(2, client)
  await outdateTokens(userId, 'member')
  await workedWith(3, client)

  const elsewhere = await openSession(app, model, { email })
  await elsewhere.submit('/sessions', ({ fields }) => fields.get('scope') === 'others')
  return { log: client.log(), ...(await client.ended) }
}

test('the example client fetches new tokens, and exits with a message when another device ends its session', async () => {
  // The client polls every two seconds: run the clients concurrently.
  const clients = await Promise.all(models.map(async (model) => ({ model, ...(await outliveTokens(model)) })))

  for (const { model, log, ...end } of clients) {
    expect(log).toContain(`Logged in as Hedy, by a ${model} session.`)
    expect(end).toEqual({ exitCode: 2, complaint: 'This session has been ended. Log in again.\n' })
  }
})

test('Ctrl-C logs the example client out: no list of devices shows its session any more', async () => {
  const { email, password } = await newAccount(app)
  const elsewhere = await openSession(app, 'stored', { email })
  const others = async () =>
    parseForms((await elsewhere.get('/sessions')).body).filter(({ fields }) => fields.get('session')).length
  const client = startClient({ EMAIL: email, PASSWORD: password, MODEL: 'signed' })
  await workedWith(1, client)
  expect(await others()).toBe(1)

  client.stop()

  expect(await client.ended).toEqual({ exitCode: 0, complaint: '' })
  expect(client.log()).toMatch(/Logged out\.\n$/)
  expect(await others()).toBe(0)
})

test.for([
  ['a wrong password', { PASSWORD: 'a guess' }],
  ['an account that does not exist', { EMAIL: 'unknown@example.com' }],
  ['a model that does not exist', { MODEL: 'forged' }],
] as const)('the example client reports that %s was refused, and gets no token', async ([, settings]) => {
  const client = startClient(settings)

  expect(await client.ended).toEqual({
    exitCode: 1,
    complaint: 'The login was refused: e-mail, password or model is wrong, or too many attempts.\n',
  })
  expect(client.log()).toBe('')
})

test('the example client reports that there is no application', async () => {
  const ORIGIN = `http://localhost:${await freePort()}`

  const { ended } = startClient({ ORIGIN })

  expect(await ended).toEqual({
    exitCode: 1,
    complaint: `There is no answer from ${ORIGIN}. Is the application running?\n`,
  })
})

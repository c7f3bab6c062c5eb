import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { models } from '@/lib/session/models'
import { type Application, startApplication } from '@/tests/support/application'
import { parseForms } from '@/tests/support/forms'
import { freePort } from '@/tests/support/free-port'
import { openSession } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'

/* examples/client.ts, as a reader runs it: a process of its own, which knows nothing but four variables. */

let app: Application
beforeAll(async () => {
  // Seconds: so short that a token expires while somebody watches.
  app = await startApplication({ env: { FRESH_SECONDS: '2' } })
})
afterAll(() => app.stop())

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

const tokensIn = (log: string) => log.split('A new access token.').length - 1

/** The first token and two more, and something done with the last. */
const outlivedTwo = (log: string) => tokensIn(log) >= 3 && /notes\n$/.test(log)

describe.for(models)('the client of the examples, logged in by %s,', (model) => {
  test('outlives its tokens, and stops with a sentence when another device ends its session', async () => {
    const client = startClient({ MODEL: model })
    await expect.poll(() => outlivedTwo(client.log()), { timeout: 40_000 }).toBe(true)
    expect(client.log()).toContain(`Logged in as Linus`)
    expect(client.log()).toContain(`by a ${model} session.`)

    const elsewhere = await openSession(app, model)
    await elsewhere.submit('/sessions', ({ fields }) => fields.get('scope') === 'others')

    expect(await client.ended).toEqual({ exitCode: 2, complaint: 'This session has been ended. Log in again.\n' })
  })
})

test('Ctrl-C logs the client of the examples out: its session is on no list of devices any more', async () => {
  const { email } = people.grace
  const elsewhere = await openSession(app, 'stored', { email })
  const others = async () =>
    parseForms((await elsewhere.get('/sessions')).body).filter(({ fields }) => fields.get('session')).length
  const client = startClient({ EMAIL: email, MODEL: 'signed' })
  await expect.poll(client.log, { timeout: 40_000 }).toMatch(/notes\n$/)
  expect(await others()).toBe(1)

  client.stop()

  expect(await client.ended).toEqual({ exitCode: 0, complaint: '' })
  expect(client.log()).toMatch(/Logged out\.\n$/)
  expect(await others()).toBe(0)
})

test.for([
  ['a wrong password', { PASSWORD: 'a guess' }],
  ['an account that does not exist', { EMAIL: 'nobody@example.com' }],
  ['a model that does not exist', { MODEL: 'forged' }],
] as const)('the client of the examples says that %s was refused, and has no token', async ([, settings]) => {
  const client = startClient(settings)

  expect(await client.ended).toEqual({
    exitCode: 1,
    complaint: 'The login was refused: e-mail, password or model is wrong, or too many tries.\n',
  })
  expect(client.log()).toBe('')
})

test('the client of the examples says that there is no application', async () => {
  const ORIGIN = `http://localhost:${await freePort()}`

  const { ended } = startClient({ ORIGIN })

  expect(await ended).toEqual({
    exitCode: 1,
    complaint: `There is no answer from ${ORIGIN}. Is the application running?\n`,
  })
})

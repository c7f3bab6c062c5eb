import { createServer } from 'node:http'
import { expect, onTestFinished, test, vi } from 'vitest'
import { environmentOf, startResourceServer } from '@/scripts/process/resource-server'
import { accepts, closeServer, listenNear } from '@/scripts/services/ports'
import { makeKey, standing } from '@/tests/integration/support/resource-stage'
import { privateHalf, startIssuer } from '@/tests/support/issuer'
import { request } from '@/tests/support/request'
import { es256, forge } from '@/tests/unit/support/forge-token'

/** What `npm run dev` starts beside the application; Next itself is not needed for it. */

const { PATH, HOME } = process.env
const key = makeKey('first')

function lifetime() {
  const closers: (() => Promise<void>)[] = []
  const end = async (): Promise<never> => {
    throw new Error('nothing here ends the application')
  }
  const close = () => Promise.all(closers.splice(0).map((one) => one()))
  onTestFinished(async () => void (await close()))
  return { onClose: (one: () => Promise<void>) => void closers.push(one), end, close }
}

const answers = (url: string) => vi.waitFor(() => request(url, '/health'), { timeout: 20_000, interval: 100 })

test('it accepts tokens of the application for its own address, with a shared secret, and ends with the application', async () => {
  const issuer = await startIssuer([key], () => ({ body: standing }))
  onTestFinished(issuer.leave)
  const life = lifetime()

  const told = await startResourceServer({ PATH, HOME, APP_URL: issuer.url, PORT: '3000' }, life)
  const { API_AUDIENCES: url = '', RESOURCE_SERVER_ID: id, RESOURCE_SERVER_SECRET: secret = '' } = told
  await answers(url)

  const now = Math.floor(Date.now() / 1000)
  const payload = { iss: issuer.url, aud: url, iat: now, exp: now + 60 }
  const token = forge({ header: { kid: key.kid }, payload, sign: es256(privateHalf(key)) })
  const headers = { Authorization: `Bearer ${token}`, Origin: issuer.url }
  const answer = await request(url, '/invoices', { headers })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('access-control-allow-origin')).toBe(issuer.url)
  expect(issuer.introspections.map(({ authorization }) => authorization)).toEqual([
    `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
  ])

  await life.close()
  expect(await accepts(Number(new URL(url).port))).toBe(false)
})

test('it receives the address of the application, and none of the secrets', () => {
  const secrets = { SESSION_PASSWORDS: 'x', JWT_KEYS: 'x', CRON_SECRET: 'x', UPSTASH_REDIS_REST_TOKEN: 'x' }
  const env = { PATH, DATABASE_URL: 'postgresql://x', APP_URL: 'http://localhost:3000/', ...secrets }

  const given = environmentOf({ env, port: 3100 })
  const filled = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [name]))
  expect(filled.toSorted()).toEqual([
    'ALLOWED_ORIGINS',
    'AUDIENCE',
    'CLIENT_ID',
    'CLIENT_SECRET',
    'ISSUER',
    'NODE_ENV',
    'PATH',
    'PORT',
  ])
  expect(given).toMatchObject({ ISSUER: 'http://localhost:3000', ALLOWED_ORIGINS: 'http://localhost:3000' })
})

test('a configured id and secret are used', async () => {
  const configured = { RESOURCE_SERVER_ID: 'mine', RESOURCE_SERVER_SECRET: 'x'.repeat(32) }
  const told = await startResourceServer(
    { PATH, HOME, APP_URL: 'http://localhost:3000', PORT: '3000', ...configured },
    lifetime(),
  )

  expect(told).toEqual({ API_AUDIENCES: expect.stringMatching(/^http:\/\/localhost:\d+$/), ...configured })
})

test('a port that is in use, or reserved for the application, is skipped', async () => {
  const other = createServer()
  const taken = await listenNear(other, 3100)
  onTestFinished(() => closeServer(other))
  const promised = taken + 1

  const { API_AUDIENCES: url = '' } = await startResourceServer(
    { PATH, HOME, APP_URL: `http://localhost:${promised}`, PORT: String(promised) },
    lifetime(),
  )

  expect(Number(new URL(url).port)).toBeGreaterThan(promised)
  await answers(url)
})

test('it does not start where other services are configured', async () => {
  const life = lifetime()
  const env = { PATH, HOME, APP_URL: 'http://localhost:3000', PORT: '3000', API_AUDIENCES: 'https://api.example' }

  expect(await startResourceServer(env, life)).toEqual({})
  expect(await life.close()).toEqual([])
})

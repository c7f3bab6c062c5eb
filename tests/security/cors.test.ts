import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { routes } from '@/lib/routes'
import { type Process, startBeside } from '@/tests/security/support/another-process'
import {
  ask,
  client,
  closed,
  corsOf,
  forEveryone,
  forTokens,
  listed,
  shared,
  strangers,
  varies,
} from '@/tests/security/support/cors'
import { editor, member, noteAt, sendJson } from '@/tests/security/support/notes'
import type { Answer } from '@/tests/support/request'
import { askForToken, sendForm, serviceEnv } from '@/tests/support/tokens'
import { Visitor } from '@/tests/support/visitor'

let app: Process
let linus: Awaited<ReturnType<typeof member>>
let grace: Awaited<ReturnType<typeof editor>>
beforeAll(async () => {
  app = await startBeside({ ...serviceEnv, CORS_ORIGINS: listed.join(', ') })
  linus = await member(app)
  grace = await editor(app)
})
afterAll(() => app?.stop())

test('there are such handlers', () => {
  expect(shared.map(({ path }) => path).toSorted()).toEqual(forTokens)
  expect(closed.map(({ path }) => path)).toContain('/api/token')
})

describe.for(shared)('$path', ({ path, methods }) => {
  test.for(listed)('[ASVS 3.4.2] lets pages of %s ask, with a token and without cookies', async (origin) => {
    const answer = await new Visitor(app).send('OPTIONS', path, ask(origin))

    expect(answer).toMatchObject({ status: 204, body: '', setCookies: [] })
    expect(corsOf(answer)).toEqual({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': methods.join(', '),
      'access-control-allow-headers': 'Authorization, Content-Type',
      'access-control-max-age': '600',
    })
    expect(varies(answer)).toContain('Origin')
  })

  test('[ASVS 3.4.2] refuses every other origin, with any credential', async () => {
    const { browser, program } = linus

    for (const origin of strangers) {
      const headers = { Origin: origin, 'Sec-Fetch-Site': 'cross-site' }
      for (const answer of [
        await new Visitor(app).send('OPTIONS', path, ask(origin)),
        await new Visitor(app).get(path, { ...headers, ...program.authorization }),
        await browser.get(path, headers),
      ]) {
        expect({ origin, cors: corsOf(answer) }).toEqual({ origin, cors: {} })
        expect(varies(answer)).toContain('Origin')
      }
    }
  })
})

describe('[ASVS 3.4.2] a page of another origin that is listed', () => {
  const readable = {
    'access-control-allow-origin': client,
    'access-control-expose-headers': 'WWW-Authenticate, Retry-After, Location, Server-Timing',
  }

  test('reads what its token allows, and why it is refused where it is', async () => {
    const origin = { Origin: client, 'Sec-Fetch-Site': 'cross-site' }
    const authorization = ({ program }: typeof grace) => ({ ...program.authorization, ...origin })
    const stranger = new Visitor(app)

    const written = await sendJson(stranger, 'POST', routes.notes, { text: 'from afar' }, authorization(grace))
    const answers: ReadonlyArray<readonly [number, Answer]> = [
      [201, written],
      [200, await stranger.get(routes.me, authorization(linus))],
      [200, await stranger.get(written.location ?? '', authorization(linus))],
      [204, await stranger.send('DELETE', written.location ?? '', authorization(grace))],
      [404, await stranger.get(noteAt(randomUUID()), authorization(grace))],
      [403, await sendJson(stranger, 'POST', routes.notes, { text: 'x' }, authorization(linus))],
      [400, await sendJson(stranger, 'POST', routes.notes, { text: '' }, authorization(grace))],
      [401, await stranger.get(routes.notes, { ...origin, Authorization: 'Bearer a.b.c' })],
      [400, await stranger.get(`${routes.me}?access_token=x`, authorization(grace))],
    ]

    for (const [status, answer] of answers) {
      expect({ status: answer.status, ...corsOf(answer) }).toEqual({ status, ...readable })
      expect(varies(answer)).toEqual(expect.arrayContaining(['Origin', 'Cookie', 'Authorization']))
    }
  })

  test('gets no Access-Control-Allow-Credentials, and writes nothing with cookies', async () => {
    const { browser } = grace

    const read = await browser.get(routes.notes, { Origin: client, 'Sec-Fetch-Site': 'cross-site' })
    const write = await sendJson(browser, 'POST', routes.notes, { text: 'planted' }, ask(client))

    expect(corsOf(read)).toEqual(readable)
    expect(write.json()).toMatchObject({ status: 403, code: 'cross_site' })
    expect(corsOf(write)).not.toHaveProperty('access-control-allow-credentials')
    expect((await browser.get(routes.notes)).body).not.toContain('planted')
  })
})

describe.for(closed)('$path', ({ path, methods }) => {
  test('[ASVS 3.4.2] shares nothing with another origin, listed or not', async () => {
    for (const origin of [client, 'https://evil.example']) {
      for (const method of ['OPTIONS', ...methods]) {
        expect(corsOf(await linus.browser.send(method, path, ask(origin, method)))).toEqual({})
      }
    }
  })
})

test('[ASVS 3.4.2] no token is fetched from another origin, listed or not; what is answered there cannot be read', async () => {
  const { browser } = linus

  const answer = await sendForm(browser, routes.token, '', ask(client))

  expect(answer.json()).toMatchObject({ status: 403, code: 'cross_site' })
  expect(corsOf(answer)).toEqual({})
  expect(corsOf(await askForToken(browser))).toEqual({})
})

test.for(forEveryone)('[ASVS 3.4.2] $path alone is for everyone, because it is public', async ({ path }) => {
  for (const origin of [client, 'https://evil.example', 'null']) {
    const answer = await new Visitor(app).get(path, { Origin: origin })

    expect(answer.status).toBe(200)
    expect(corsOf(answer)).toEqual({ 'access-control-allow-origin': '*' })
  }
})

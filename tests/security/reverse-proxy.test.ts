import type { OutgoingHttpHeaders } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Process, startAnother } from '@/tests/security/support/another-process'
import { actionId } from '@/tests/support/client-router'
import { freePort } from '@/tests/support/free-port'
import { givenApplication } from '@/tests/support/given-application'
import { logInByForm } from '@/tests/support/log-in'
import { needs } from '@/tests/support/needs'
import { nginxObstacle, startNginx } from '@/tests/support/nginx'
import { openSession } from '@/tests/support/open-session'
import { Visitor } from '@/tests/support/visitor'

/* Forms behind a proxy that sends its own Host. Next compares it with Origin, and answers 500 when they differ. */

describe('behind an nginx without proxy_set_header', () => {
  let app: Process
  let nginx: Awaited<ReturnType<typeof startNginx>>
  let url = ''

  beforeEach(needs(nginxObstacle))
  beforeAll(async () => {
    if (nginxObstacle) return
    const { settings, dist } = givenApplication()
    const port = await freePort()
    url = `http://localhost:${port}`
    app = await startAnother({ dist, settings: { ...settings, APP_URL: url } })
    nginx = await startNginx(port, Number(new URL(app.url).port))
  })
  afterAll(async () => {
    await nginx?.stop()
    await app?.stop()
  })

  test('the forms for login and logout work without JavaScript', async () => {
    const visitor = await logInByForm({ url }, 'sealed')
    expect((await visitor.submit('/dashboard', 'Log out')).location).toContain('/login?logout=done')
  })

  test('an action that the client router calls works', async () => {
    const visitor = await logInByForm({ url }, 'stored')
    const id = await actionId(app, 'saveNoteAction')
    const answer = await visitor.callAction('/dashboard', { id, fields: { note: 'behind a proxy' }, previous: {} })
    expect(answer.status).toBe(200)
    expect((await visitor.get('/dashboard')).body).toContain('behind a proxy')
  })
})

describe('a same-origin form is accepted when a proxy changes', () => {
  const { url } = givenApplication()
  const { port } = new URL(url)
  const proxies: Record<string, OutgoingHttpHeaders> = {
    'Host: another name of this machine': { Host: `127.0.0.1:${port}` },
    'Host: a name within the network': { Host: 'app' },
    'X-Forwarded-Host: without the port': { 'X-Forwarded-Host': 'localhost' },
    'Forwarded: another host': { Forwarded: 'host=internal;proto=https' },
  }

  test.each(Object.entries(proxies))('%s', async (_, headers) => {
    const visitor = await openSession({ url }, 'sealed')
    const answer = await visitor.submit('/dashboard', 'note', { note: 'kept as written' }, headers)
    expect(answer.status).toBe(200)
    expect((await visitor.get('/dashboard')).body).toContain('kept as written')
  })
})

test.each(['', 'abc'])(
  'a cross-site form is refused with 403 and our message, also as the action %j',
  async (action) => {
    const visitor = await openSession(givenApplication(), 'sealed')
    const crossSite = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }
    const answer = await visitor.post(
      '/dashboard',
      { note: 'no' },
      { ...crossSite, ...(action && { 'Next-Action': action }) },
    )
    expect(answer).toMatchObject({ status: 403, body: expect.stringContaining('sent from another website') })
  },
)

test.each(['PUT', 'PATCH', 'DELETE'])('%s of a page is answered with 405 and the allowed methods', async (method) => {
  const answer = await new Visitor(givenApplication()).send(method, '/dashboard')
  expect(answer.status).toBe(405)
  expect(answer.headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS')
})

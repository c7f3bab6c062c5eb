import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeServer, listenNear } from '@/scripts/services/ports'
import { type Application, startApplication } from '@/tests/support/application'
import { models } from '@/tests/support/models'
import { due, openSession } from '@/tests/support/open-session'
import { type TemporaryFolder, temporaryFolder } from '@/tests/support/temporary-folder'

/*
 * A default Vercel project: Deployment Protection answers 401 with a page of its own at VERCEL_URL, in production too.
 * Here a TLS server plays it, at every address by which the deployment could reach itself.
 */

let folder: TemporaryFolder
let protection: Server
let app: Application
const asked: string[] = []

/** Vercel's answer to a request without its cookie. */
function protect(port: number): string {
  protection.on('request', ({ method, url }, response) => {
    asked.push(`${method} ${url}`)
    const nonce = '_vercel_sso_nonce=abc; Max-Age=3600; Path=/; Secure; HttpOnly; SameSite=Lax'
    response.writeHead(401, { 'Content-Type': 'text/html; charset=utf-8', 'Set-Cookie': nonce })
    response.end('<!doctype html><title>Authentication Required</title>')
  })
  return `localhost:${port}`
}

/** The platform sends the host that the visitor requested. */
function fromOurPage() {
  const { APP_URL: origin = '' } = app.settings
  return { Origin: origin, 'X-Forwarded-Host': new URL(origin).host }
}

beforeAll(async () => {
  folder = await temporaryFolder()
  const [key, cert] = [join(folder.path, 'key.pem'), join(folder.path, 'cert.pem')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-keyout', key, '-out', cert, ...subject]
  execFileSync('openssl', args, { stdio: 'ignore' })
  protection = createServer({ key: readFileSync(key), cert: readFileSync(cert) })
  const host = protect(await listenNear(protection, 0))
  const vercel = { VERCEL: '1', VERCEL_ENV: 'production', VERCEL_URL: host, VERCEL_PROJECT_PRODUCTION_URL: host }
  app = await startApplication({ env: { ...vercel, APP_URL: `https://${host}`, NODE_EXTRA_CA_CERTS: cert } })
})
afterAll(async () => {
  await app?.stop()
  protection.closeAllConnections()
  await closeServer(protection)
  await folder.remove()
})

describe.each(models)('a %s session that is due, where the deployment cannot reach itself', (model) => {
  test('is renewed through a redirect of the browser, and stays logged in', async () => {
    const visitor = await openSession(app, model, due)
    asked.length = 0

    const sent = await visitor.get('/account?a=1')
    expect(sent).toMatchObject({ status: 303, location: '/api/session/renew?next=%2Faccount%3Fa%3D1', setCookies: [] })
    const renewed = await visitor.get(sent.location ?? '')
    expect(renewed).toMatchObject({ status: 303, location: '/account?a=1&renewal=done' })
    expect(renewed.setCookies).not.toEqual([])
    const page = await visitor.get(renewed.location ?? '')

    expect(asked).toEqual(['POST /api/session/renew'])
    expect(page).toMatchObject({ status: 200, setCookies: [] })
    expect(await visitor.me()).toMatchObject({ status: 200, session: { model } })
  })

  test('is served unrenewed when it sends a form, so that no redirect loses the form', async () => {
    const visitor = await openSession(app, model, due)

    const saved = await visitor.submit('/dashboard?renewal=done', 'note', { note: 'written slowly' }, fromOurPage())

    expect(saved.status).toBe(200)
    expect(saved.body).toContain('Saved.')
  })

  test('redirects to the login, without a redirect loop, once it has ended', async () => {
    const visitor = await openSession(app, model, due)
    const copy = visitor.clone()
    await visitor.submit('/dashboard?renewal=done', 'Log out', {}, fromOurPage())

    const answer = await copy.get('/api/session/renew?next=%2Fdashboard%3Fa%3D1')

    expect(answer).toMatchObject({ status: 303, location: '/login?next=%2Fdashboard', setCookies: [] })
    expect(await copy.get('/dashboard')).toMatchObject({ status: 303, location: '/login?next=%2Fdashboard' })
  })
})

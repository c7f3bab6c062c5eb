import { chmod, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import * as z from 'zod'
import type { ClaimFigure } from '@/lib/figures/claims'
import { toCounts, toFigure } from '@/tests/bench/claims/figure'
import type { Stage } from '@/tests/bench/claims/stage'
import { browserObstacle, launchBrowserRememberingPages } from '@/tests/support/browser'
import { freePort } from '@/tests/support/free-port'
import { nginxObstacle, startNginx } from '@/tests/support/nginx'
import { openSession } from '@/tests/support/open-session'
import { request } from '@/tests/support/request'
import { temporaryFolder } from '@/tests/support/temporary-folder'

const tries = 20
const Token = z.object({ access_token: z.string() })

/**
 * A token in the query string, and the same token in the Authorization header: how often each is found in the access log of
 * an nginx, in the Referer of other requests and in the history of a Chromium; and how often this application accepts it.
 */
export async function inParameter(stage: Stage): Promise<readonly ClaimFigure[]> {
  const { first } = await stage.strict()
  const visitor = await openSession(first, 'signed')
  const answer = await visitor.send('POST', '/api/token', { Origin: first.url })
  const { access_token: token } = Token.parse(answer.json())

  const logged = await countInLog(stage, first.url, token)
  const seen = await countInBrowser(stage, first.url, token)
  return [...logged, ...seen]
}

const ways = {
  query: (token: string) => ({ path: `/api/me?access_token=${token}`, headers: {} }),
  header: (token: string) => ({ path: '/api/me', headers: { Authorization: `Bearer ${token}` } }),
}

/** Sends the requests through an nginx with its default log format. Without an nginx they go to the application. */
async function countInLog({ started }: Stage, url: string, token: string): Promise<readonly ClaimFigure[]> {
  const folder = await started.use(temporaryFolder, ({ remove }) => remove())
  // As root, nginx is started as another user.
  await chmod(folder.path, 0o777)
  const figures: ClaimFigure[] = []
  for (const [of, spell] of Object.entries(ways)) {
    if (nginxObstacle) {
      figures.push(...toCounts('accepted', { of, tries, accepted: await countAccepted(url, spell(token)) }))
      continue
    }
    const log = join(folder.path, `${of}.log`)
    const port = await freePort()
    const proxy = await started.use(
      () => startNginx(port, Number(new URL(url).port), log),
      ({ stop }) => stop(),
    )
    const accepted = await countAccepted(`http://127.0.0.1:${port}`, spell(token))
    await proxy.stop()
    const logged = (await readFile(log, 'utf8')).split(token).length - 1
    figures.push(...toCounts('accepted', { of, tries, accepted }), toFigure('in_access_log', of, logged, 'count'))
  }
  return figures
}

async function countAccepted(url: string, { path, headers }: ReturnType<(typeof ways)['query' | 'header']>) {
  let accepted = 0
  for (let sent = 0; sent < tries; sent += 1) {
    const { status } = await request(url, path, { headers })
    accepted += status === 200 ? 1 : 0
  }
  return accepted
}

async function countInBrowser({ started }: Stage, url: string, token: string): Promise<readonly ClaimFigure[]> {
  if (browserObstacle) return []

  const browser = await started.use(launchBrowserRememberingPages, (running) => running.close())
  const figures: ClaimFigure[] = []
  for (const of of ['query', 'header'] as const) {
    const context = await browser.newContext(
      of === 'header' ? { extraHTTPHeaders: { Authorization: `Bearer ${token}` } } : {},
    )
    const page = await context.newPage()
    const referers: string[] = []
    page.on('request', (asked) => referers.push(asked.headers().referer ?? ''))
    await page.goto(of === 'query' ? `${url}/?access_token=${token}` : url, { waitUntil: 'networkidle' })
    const leaking = referers.filter((referer) => referer.includes(token)).length
    figures.push(toFigure('in_referer', of, (leaking / referers.length) * 100, 'percent'))
    figures.push(
      toFigure('in_history', of, (await historyOf(page)).filter((entry) => entry.includes(token)).length, 'count'),
    )
    await context.close()
  }
  await browser.close()
  return figures
}

async function historyOf(page: Page): Promise<readonly string[]> {
  const devtools = await page.context().newCDPSession(page)
  const { entries } = await devtools.send('Page.getNavigationHistory')
  return entries.map((entry) => entry.url)
}

import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Model } from '@/lib/session/models'
import type { Visitor } from '@/tests/support/visitor'

/** Only the benchmark's build reads this header. A normal build has none of the lines below, and so no way around the check. */
export const constantHeader = 'x-constant-session'

interface Change {
  file: string
  find: string
  replacement: string
}

/** The same pages, rendered for the session in the header, without a check by the middleware or by the server. */
const changes: readonly Change[] = [
  {
    file: 'middleware.ts',
    find: 'await guardPage(request, nowInSeconds())',
    replacement: `request.headers.has('${constantHeader}') ? { answer: 'pass', report: null, renewedCookies: [] } : await guardPage(request, nowInSeconds())`,
  },
  {
    file: 'lib/server/guards/current.ts',
    find: '  const trace = new Trace()\n',
    replacement: `  const constant = (await headers()).get('${constantHeader}')\n  if (constant) return JSON.parse(constant)\n  const trace = new Trace()\n`,
  },
  {
    file: 'lib/server/guards/current.ts',
    find: 'edge: await getEdgeTrace(), server: report',
    replacement: `edge: (await headers()).has('${constantHeader}') ? report : await getEdgeTrace(), server: report`,
  },
]

/** @throws when a text is not found once: the benchmark would measure the check against itself */
export async function renderConstantSession(tree: string): Promise<void> {
  for (const { file, find, replacement } of changes) {
    const path = join(tree, file)
    const text = await readFile(path, 'utf8')
    if (text.split(find).length !== 2) throw new Error(`${file} does not contain once: ${find}`)
    await writeFile(path, text.replace(find, replacement))
  }
  const route = join(tree, 'app/api/bench/cpu/route.ts')
  await mkdir(dirname(route), { recursive: true })
  await cp('tests/bench/claims/routes/cpu.ts', route)
}

const steps = ['open', 'deadlines', 'revocation', 'session'].map((name) => ({ name, at: 0, milliseconds: 0.1 }))

/** What the check of this visitor answers, with the report of a usual check: the page shows it. */
export async function constantSessionOf(visitor: Visitor, model: Model): Promise<string> {
  const { user, session } = await visitor.me()
  if (!user || !session) throw new Error(`${model}: not logged in`)

  const seconds = (time: string) => Math.floor(Date.parse(time) / 1000)
  const deadlines = {
    freshUntil: seconds(session.freshUntil),
    idleUntil: seconds(session.idleUntil),
    endsAt: seconds(session.endsAt),
  }
  const startedAt = seconds(session.startedAt)
  const common = { model, userId: user.id, startedAt, ...deadlines }
  const { amr } = session
  const claims = { data: { visits: 0, note: '' } }
  return JSON.stringify({
    visitor: {
      verdict: 'allowed',
      session: { ...common, id: session.id, role: user.role, accessVersion: 0, authenticatedAt: startedAt, amr },
      credential: { ...common, sessionId: session.id, generation: 0, siteGeneration: 0, accessVersion: 0, claims },
      cookies: [],
    },
    now: seconds(new Date().toISOString()),
    report: { verdict: 'allowed', steps },
  })
}

import type { OutgoingHttpHeaders } from 'node:http'
import { Caller, type Door, type Doors } from '@/tests/security/support/doors'
import { actionId } from '@/tests/support/client-router'
import type { Answer } from '@/tests/support/request'

/** The credentials that a client presents: its own or another user's, as issued or changed. */
export interface Held {
  cookies: Readonly<Record<string, string>>
  authorization?: string
}

/** `refused`, `accepted`, `left to the page`, or the unexpected answer. A refusal that sets a cookie does not count. */
export type Outcome = string

const login = '/login?next=%2Fdashboard'

/** The edge accepted it, because only the database shows the fault, and the page refused it. */
export const leftToThePage = 'left to the page'

type Layer = (doors: Doors, held: Held) => Promise<Outcome>

/**
 * Every layer that checks a credential. `edge` answers 303 and a page 307: the status shows which of the two refused.
 */
export const layers = {
  edge: async ({ withEdge }, held) => {
    const outcome = outcomeOfPage(303, await visit(withEdge, held))
    return outcome === `307 ${login}` ? leftToThePage : outcome
  },
  page: async ({ withoutEdge }, held) => outcomeOfPage(307, await visit(withoutEdge, held)),
  action: async ({ withEdge, withoutEdge }, held) => {
    const [one, other] = [await saveNote(withEdge, held), await saveNote(withoutEdge, held)]
    return one === other ? one : `${one} with the middleware, ${other} without`
  },
  handler: async ({ withEdge }, held) => outcomeOfHandler(await visit(withEdge, held, '/api/me')),
  // The middleware skips these, and therefore decides nothing here either.
  prefetch: async ({ withEdge }, held) => outcomeOfPage(307, await prefetch(withEdge, held)),
  renewal: async ({ withEdge }, held) => {
    const { caller, headers } = holding(withEdge, held)
    return outcomeOfHandler(await caller.send('POST', '/api/session/renew', headers), 204)
  },
} as const satisfies Record<string, Layer>

export type LayerName = keyof typeof layers
export const layerNames = ['edge', 'page', 'action', 'handler', 'prefetch', 'renewal'] as const satisfies LayerName[]

/** They have side effects, so they always query Redis, in every mode. */
export const strictLayers = ['action', 'renewal'] as const satisfies LayerName[]

/** The layers that use no token: the same credential can be presented again. */
export const readingLayers = ['edge', 'page', 'action', 'handler', 'prefetch'] as const satisfies LayerName[]

function holding(app: Pick<Door, 'url'>, { cookies, authorization }: Held) {
  const caller = new Caller(app)
  for (const [name, value] of Object.entries(cookies)) caller.jar.set(name, value)
  const headers: OutgoingHttpHeaders = authorization === undefined ? {} : { Authorization: authorization }
  return { caller, headers }
}

function visit(app: Pick<Door, 'url'>, held: Held, path = '/dashboard'): Promise<Answer> {
  const { caller, headers } = holding(app, held)
  return caller.get(path, headers)
}

function prefetch(app: Pick<Door, 'url'>, held: Held): Promise<Answer> {
  const { caller, headers } = holding(app, held)
  return caller.get('/dashboard', { ...headers, 'Next-Router-Prefetch': '1' })
}

async function saveNote(app: Door, held: Held): Promise<Outcome> {
  const { caller, headers } = holding(app, held)
  const call = { id: await actionId(app, 'saveNoteAction'), fields: { note: 'x' }, previous: { outcome: 'idle' } }
  const { status, body, setCookies } = await caller.callAction('/dashboard', call, headers)
  if (body.includes('"outcome":"saved"')) return 'accepted'
  return body.includes('"outcome":"ended"') && setCookies.length === 0 ? 'refused' : `${status}`
}

function outcomeOfPage(refusal: 303 | 307, { status, location, setCookies }: Answer): Outcome {
  if (status === 200) return 'accepted'
  const isRefusal = status === refusal && location === login && setCookies.length === 0
  return isRefusal ? 'refused' : `${status} ${location ?? ''}`
}

function outcomeOfHandler({ status, setCookies }: Answer, success: 200 | 204 = 200): Outcome {
  if (status === success) return 'accepted'
  return status === 401 && setCookies.length === 0 ? 'refused' : `${status}`
}

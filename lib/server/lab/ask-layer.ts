import 'server-only'
import { Report } from '@/lib/lab/report'
import { targets, writeSwitches } from '@/lib/lab/targets'
import type { Layer } from '@/lib/lab/words'
import { logFailure } from '@/lib/log'
import { selfOrigin } from '@/lib/origins'
import { readHiddenFields, readText } from '@/lib/server/lab/read-page'
import type { Verdict } from '@/lib/session/session'

const query = writeSwitches({ ways: ['strict'], redis: 'none', postgres: 'none', experiment: null })

/** Milliseconds. */
const patience = 5000

/** What a layer of this very deployment says to a Cookie header. @returns null for an answer that is no report */
export async function askLayer(layer: Layer, cookie: string): Promise<Verdict | null> {
  try {
    const report = Report.safeParse(JSON.parse(await readers[layer](cookie))).data
    return report?.judgements[0]?.verdict ?? null
  } catch (error) {
    logFailure('lab_layer_unanswered', error)
    return null
  }
}

const readers: Readonly<Record<Layer, (cookie: string) => Promise<string>>> = {
  edge: (cookie) => send(targets.edge, cookie),
  handler: (cookie) => send(targets.handler, cookie),
  page: async (cookie) => readText(await send(targets.page, cookie), 'report'),
  action: async (cookie) => readText(await post(cookie), 'action-report'),
}

/** As a browser without JavaScript: the hidden fields of the form say which action it is. */
async function post(cookie: string): Promise<string> {
  const body = new FormData()
  for (const [name, value] of readHiddenFields(await send(targets.page, cookie))) body.append(name, value)
  return send(targets.page, cookie, { method: 'POST', body })
}

/** Never to an address that came with a request; and as a prefetch, whose renewal would be lost, so that nobody renews. */
async function send(path: string, cookie: string, init: RequestInit = {}): Promise<string> {
  const response = await fetch(`${selfOrigin()}${path}?${query}`, {
    ...init,
    headers: { Cookie: cookie, 'Sec-Purpose': 'prefetch' },
    redirect: 'manual',
    cache: 'no-store',
    signal: AbortSignal.timeout(patience),
  })
  return response.text()
}

import { judgeAction } from '@/app/lab/target/page/actions'
import { OwnSession } from '@/lib/lab/own-session'
import { Report } from '@/lib/lab/report'
import { targets, writeSwitches } from '@/lib/lab/targets'
import type { Layer, Switches } from '@/lib/lab/words'
import { routes } from '@/lib/routes'

/** What one layer concludes about whoever looks at this page. @returns null where it gave no report */
export async function askLayer(layer: Layer, switches: Switches): Promise<Report | null> {
  const query = writeSwitches(switches)
  try {
    return Report.safeParse(await askers[layer](query)).data ?? null
  } catch {
    return null
  }
}

const asking = { cache: 'no-store', redirect: 'error' } as const

const askers: Readonly<Record<Layer, (query: URLSearchParams) => Promise<unknown>>> = {
  edge: async (query) => (await fetch(`${targets.edge}?${query}`, asking)).json(),
  page: async (query) => reportIn(await (await fetch(`${targets.page}?${query}`, asking)).text()),
  action: (query) => judgeAction(null, formOf(query)),
  handler: async (query) => (await fetch(`${targets.handler}?${query}`, asking)).json(),
}

function reportIn(html: string): unknown {
  const text = new DOMParser().parseFromString(html, 'text/html').getElementById('report')?.textContent
  return JSON.parse(text ?? 'null')
}

function formOf(query: URLSearchParams): FormData {
  const form = new FormData()
  form.set('query', query.toString())
  return form
}

/** Renews what is due. @returns milliseconds until it is due again, by the server's clock; null for whoever has no session */
export async function askFreshFor(): Promise<number | null> {
  try {
    const response = await fetch(routes.me, asking)
    const { session } = OwnSession.parse(await response.json())
    return Date.parse(session.freshUntil) - Date.parse(response.headers.get('date') ?? '')
  } catch {
    return null
  }
}

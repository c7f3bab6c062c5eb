import { judgeAction } from '@/app/lab/target/page/actions'
import { Report } from '@/lib/lab/shared/report'
import { targets } from '@/lib/lab/shared/targets'
import type { Layer } from '@/lib/lab/shared/words'

/** Milliseconds until a request is aborted. */
const patience = 10_000

/**
 * The verdict of one layer about the visitor of this page.
 * @param query switches, as the target takes them @throws without an answer, and for an answer that is not a report
 */
export const askLayerOf = async (layer: Layer, query: URLSearchParams): Promise<Report> =>
  Report.parse(await askers[layer](query))

const askers: Readonly<Record<Layer, (query: URLSearchParams) => Promise<unknown>>> = {
  edge: async (query) => (await get(targets.edge, query)).json(),
  page: async (query) => reportIn(await (await get(targets.page, query)).text()),
  action: (query) => judgeAction(null, formOf(query)),
  handler: async (query) => (await get(targets.handler, query)).json(),
}

const get = (path: string, query: URLSearchParams) =>
  fetch(`${path}?${query}`, { cache: 'no-store', redirect: 'error', signal: AbortSignal.timeout(patience) })

function reportIn(html: string): unknown {
  const text = new DOMParser().parseFromString(html, 'text/html').getElementById('report')?.textContent
  return JSON.parse(text ?? 'null')
}

function formOf(query: URLSearchParams): FormData {
  const form = new FormData()
  form.set('query', query.toString())
  return form
}

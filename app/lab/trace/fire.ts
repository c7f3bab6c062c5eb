import { judgeAction } from '@/app/lab/target/page/actions'
import { askElsewhere } from '@/app/lab/trace/ask-elsewhere'
import { type Askable, isElsewhere, type Lane, type Shot } from '@/app/lab/trace/shot'
import { Report } from '@/lib/lab/report'
import { targets, throughEdge, writeSwitches } from '@/lib/lab/targets'
import type { Way } from '@/lib/lab/words'

/** Milliseconds. */
const patience = 10_000

/** Fires one real request, and waits for what it says. @param service the other service, or null where there is none */
export async function fire(target: Askable, way: Way, service: string | null): Promise<Shot> {
  const about = { id: crypto.randomUUID(), target, way: isElsewhere(target) ? null : way }
  try {
    if (isElsewhere(target)) return { ...about, ...(await askElsewhere(target, service)) }

    const start = performance.now()
    const report = Report.parse(await ask(target, writeSwitches({ ...undisturbed, ways: [way] })))
    return { ...about, waited: performance.now() - start, lanes: lanesOf(report), failure: null }
  } catch {
    return { ...about, waited: 0, lanes: [], failure: 'No answer, or none that says what was checked.' }
  }
}

const undisturbed = { redis: 'none', postgres: 'none', experiment: null } as const

async function ask(target: Askable, query: URLSearchParams): Promise<unknown> {
  if (target === 'action') return judgeAction(null, formOf(query))
  if (target === 'edge') return (await get(targets.edge, query)).json()
  if (target === 'handler') return (await get(targets.handler, query)).json()

  query.set(throughEdge.name, throughEdge.value)
  return reportIn(await (await get(targets.page, query)).text())
}

const get = (path: string, query: URLSearchParams) =>
  fetch(`${path}?${query}`, { cache: 'no-store', signal: AbortSignal.timeout(patience) })

function formOf(query: URLSearchParams): FormData {
  const form = new FormData()
  form.set('query', query.toString())
  return form
}

function reportIn(html: string): unknown {
  const page = new DOMParser().parseFromString(html, 'text/html')
  return JSON.parse(page.querySelector('#report')?.textContent ?? '')
}

function lanesOf({ layer, judgements, edge }: Report): Lane[] {
  const place = layer === 'edge' ? 'Edge' : 'Server'
  const here = judgements.map(({ verdict, steps }): Lane => ({ place, verdict, bars: steps }))
  return edge ? [{ place: 'Edge', verdict: edge.verdict, bars: edge.steps }, ...here] : here
}

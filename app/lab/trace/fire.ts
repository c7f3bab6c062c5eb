import { askElsewhere } from '@/app/lab/trace/ask-elsewhere'
import { type Askable, isElsewhere, type Lane, type Shot } from '@/app/lab/trace/shot'
import { askLayer } from '@/app/lab/ui/ask-layer'
import type { Report } from '@/lib/lab/report'
import { throughEdge, writeSwitches } from '@/lib/lab/targets'
import type { Layer, Way } from '@/lib/lab/words'

/** Fires one real request, and waits for what it says. @param service the other service, or null where there is none */
export async function fire(target: Askable, way: Way, service: string | null): Promise<Shot> {
  const about = { id: crypto.randomUUID(), target, way: isElsewhere(target) ? null : way }
  try {
    if (isElsewhere(target)) return { ...about, ...(await askElsewhere(target, service)) }

    const start = performance.now()
    const report = await askLayer(target, addressed(target, way))
    return { ...about, waited: performance.now() - start, lanes: lanesOf(report), failure: null }
  } catch {
    return { ...about, waited: 0, lanes: [], failure: 'No answer, or none that says what was checked.' }
  }
}

const undisturbed = { redis: 'none', postgres: 'none', experiment: null } as const

/** The page is asked for through the edge, so that its trace has both lanes. */
function addressed(target: Layer, way: Way): URLSearchParams {
  const query = writeSwitches({ ...undisturbed, ways: [way] })
  if (target === 'page') query.set(throughEdge.name, throughEdge.value)
  return query
}

function lanesOf({ layer, judgements, edge }: Report): Lane[] {
  const place = layer === 'edge' ? 'Edge' : 'Server'
  const here = judgements.map(({ verdict, steps }): Lane => ({ place, verdict, bars: steps }))
  return edge ? [{ place: 'Edge', verdict: edge.verdict, bars: edge.steps }, ...here] : here
}

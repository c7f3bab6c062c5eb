import { askElsewhere } from '@/app/lab/trace/ask-elsewhere'
import { type Askable, isElsewhere, type Lane, type Shot } from '@/app/lab/trace/shot'
import { askLayer } from '@/app/lab/ui/ask-layer'
import { warmTargets } from '@/app/lab/ui/warm-targets'
import type { Report } from '@/lib/lab/report'
import { throughEdge, writeSwitches } from '@/lib/lab/targets'
import type { Layer, Way } from '@/lib/lab/words'

interface Aim {
  target: Askable
  way: Way
}

interface Range {
  /** The other service, or null where there is none. */
  service: string | null
  /** A development server compiles a target when it is first asked for: then each is asked once before it is timed. */
  isDevelopment: boolean
}

/** Sends one real request, and waits for what it says. */
export async function fire({ target, way }: Aim, { service, isDevelopment }: Range): Promise<Shot> {
  const about = { id: crypto.randomUUID(), target, way: isElsewhere(target) ? null : way }
  try {
    if (isElsewhere(target)) return { ...about, ...(await askElsewhere(target, service)) }

    if (isDevelopment) await warmTargets([target], addressed(target, way))
    const start = performance.now()
    const report = await askLayer(target, addressed(target, way))
    return { ...about, waited: performance.now() - start, lanes: lanesOf(report), failure: null }
  } catch {
    return {
      ...about,
      waited: 0,
      lanes: [],
      failure: 'No answer: the request took longer than 10 seconds or broke off, so nothing is known about its check.',
    }
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

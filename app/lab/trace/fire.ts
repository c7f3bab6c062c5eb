import * as z from 'zod/mini'
import { type Askable, isElsewhere, type Lane, type Shot } from '@/app/lab/trace/shot'
import { askLayerOf } from '@/app/lab/ui/ask-layer'
import { warmTargets } from '@/app/lab/ui/warm-targets'
import type { Report } from '@/lib/lab/shared/report'
import { throughEdge, writeSwitches } from '@/lib/lab/shared/targets'
import type { Layer, Way } from '@/lib/lab/shared/words'
import { routes } from '@/lib/routes'

interface Aim {
  target: Askable
  way: Way
}

interface Range {
  /** The other service, or null where there is none. */
  service: string | null
  /** A development server compiles a target at its first request: each target is then requested once before it is timed. */
  isDevelopment: boolean
}

/** Sends one real request, and reads its answer. */
export async function fire({ target, way }: Aim, { service, isDevelopment }: Range): Promise<Shot> {
  const about = { id: crypto.randomUUID(), target, way: isElsewhere(target) ? null : way }
  try {
    if (isElsewhere(target)) return { ...about, ...(await askElsewhere(target, service)) }

    if (isDevelopment) await warmTargets([target], addressed(target, way))
    const start = performance.now()
    const report = await askLayerOf(target, addressed(target, way))
    return { ...about, waited: performance.now() - start, lanes: lanesOf(report), failure: null }
  } catch {
    return {
      ...about,
      waited: 0,
      lanes: [],
      failure:
        'No answer: the request took longer than 10 seconds or was interrupted, so nothing is known about its check.',
    }
  }
}

const undisturbed = { redis: 'none', postgres: 'none', experiment: null } as const

/** The page is requested through the middleware, so that its trace has both lanes. */
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

type Answer = Pick<Shot, 'waited' | 'lanes' | 'failure'>

const Token = z.object({ access_token: z.string() })

/** What the other service reports about its check: which of its two ways, and how long. */
const Passed = z.object({ check: z.object({ by: z.string(), milliseconds: z.number() }) })

/** Milliseconds until a request is aborted. */
const patience = 10_000

/** Sends a token and no cookie. Only the call is timed, not the request for the token. */
export async function askElsewhere(resource: Askable, service: string | null): Promise<Answer> {
  if (service === null) return nothing('No other service is configured.')

  const token = await getToken(service)
  if (token === null) return nothing('No token: log in first.')

  const start = performance.now()
  const response = await fetch(new URL(`/${resource}`, service), {
    cache: 'no-store',
    credentials: 'omit',
    headers: { Authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(patience),
  })
  const body: unknown = await response.json()
  return { waited: performance.now() - start, lanes: [laneOf(response.status, body)], failure: null }
}

const nothing = (failure: string): Answer => ({ waited: 0, lanes: [], failure })

async function getToken(audience: string): Promise<string | null> {
  const response = await fetch(routes.token, { method: 'POST', body: new URLSearchParams({ audience }) })
  return response.ok ? Token.parse(await response.json()).access_token : null
}

function laneOf(status: number, body: unknown): Lane {
  const passed = Passed.safeParse(body).data?.check
  const bars = passed ? [{ name: passed.by, at: 0, milliseconds: passed.milliseconds }] : []
  return { place: 'Other service', verdict: status === 200 ? 'accepted' : 'refused', bars }
}

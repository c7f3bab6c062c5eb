import * as z from 'zod/mini'
import type { Askable, Lane, Shot } from '@/app/lab/trace/shot'
import { routes } from '@/lib/routes'

type Answer = Pick<Shot, 'waited' | 'lanes' | 'failure'>

const Token = z.object({ access_token: z.string() })

/** All that the other service tells about its check: which of its two ways, and how long. */
const Passed = z.object({ check: z.object({ by: z.string(), milliseconds: z.number() }) })

/** Milliseconds. */
const patience = 10_000

/** Takes a token there, and no cookie. Only the call itself is timed: fetching the token is another request. */
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

import 'server-only'
import type { NextRequest } from 'next/server'
import { type FlipReport, FlipRequest, flipBit } from '@/lib/lab/flip'
import { layers } from '@/lib/lab/words'
import { jsonIn } from '@/lib/server/json-in'
import { askLayer } from '@/lib/server/lab/ask-layer'
import { cookiesBesides } from '@/lib/server/lab/cookies-besides'
import { forVisitor } from '@/lib/server/lab/lab-visitor'
import { takeTurn } from '@/lib/server/lab/turn'
import { problem } from '@/lib/server/problem'
import { longestBody, readAtMost } from '@/lib/server/read-at-most'
import { presentedBy } from '@/lib/session/presented'

/**
 * Turns one bit of the reader's own cookie, and shows it to every layer, alone. No script can do that: the cookie is HttpOnly.
 * What it became is not told either: bit by bit, a script could read it.
 */
export function answerFlip(request: NextRequest): Promise<Response> {
  return forVisitor(async ({ session }) => {
    const giveBack = await takeTurn(session.userId, longest)
    if (!giveBack) return problem('too_many', { 'Retry-After': String(longest) })

    try {
      return await flip(request)
    } finally {
      await giveBack()
    }
  })
}

/** Seconds after which a flip that broke off no longer stands in the way of another. */
const longest = 30

async function flip(request: NextRequest): Promise<Response> {
  const asked = FlipRequest.safeParse(jsonIn(await readAtMost(request.body, longestBody))).data
  if (!asked) return problem('invalid')

  const value = presentedBy(request.headers, request.cookies).cookies[asked.cookie]
  const turned = value === undefined ? null : flipBit(value, asked.position)
  if (value === undefined || turned === null) return problem('invalid')

  const besides = cookiesBesides(request.headers)
  const rows: FlipReport['rows'] = []
  for (const layer of layers) {
    const before = await askLayer(layer, { cookies: { [asked.cookie]: value }, besides })
    rows.push({ layer, before, after: await askLayer(layer, { cookies: { [asked.cookie]: turned }, besides }) })
  }
  return Response.json({ rows } satisfies FlipReport)
}

import 'server-only'
import type { NextRequest } from 'next/server'
import { CookieHolder } from '@/lib/lab/server/cookie-holder'
import { cookiesBesides } from '@/lib/lab/server/cookies-besides'
import { forVisitor } from '@/lib/lab/server/lab-visitor'
import { takeTurn } from '@/lib/lab/server/turn'
import { type FlipReport, FlipRequest, flipBit } from '@/lib/lab/shared/flip'
import { type Layer, layers } from '@/lib/lab/shared/words'
import { jsonIn, longestBody, readAtMost } from '@/lib/server/http/body'
import { problem } from '@/lib/server/http/problem'
import { type Presented, presentedBy } from '@/lib/session/presented'
import type { Verdict } from '@/lib/session/session'

/**
 * Flips one bit of the reader's own cookie, and presents it alone to every layer. A script cannot do that, because the
 * cookie is HttpOnly. The changed cookie is not returned either: a script could read the cookie from it bit by bit.
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

/** Seconds after which an interrupted flip no longer blocks another one. */
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

interface Asking {
  cookies: Presented['cookies']
  /** Other cookies that this deployment requires on every request. */
  besides: string
}

/** The strict verdict of one layer of this deployment on these cookies, without renewal. @returns null without a verdict */
export async function askLayer(layer: Layer, { cookies, besides }: Asking): Promise<Verdict | null> {
  const holder = new CookieHolder(cookies, new AbortController().signal, { asked: ['strict'], renews: false, besides })
  const report = await holder.try(layer)
  return report?.judgements[0]?.verdict ?? null
}

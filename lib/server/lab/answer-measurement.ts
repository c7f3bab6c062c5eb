import 'server-only'
import { type NextRequest, NextResponse } from 'next/server'
import * as z from 'zod'
import { fewest, type MeasureLine, most } from '@/lib/lab/measure-words'
import type { Caller } from '@/lib/server/answer-caller'
import { labClient } from '@/lib/server/lab/lab-visitor'
import { measureModel } from '@/lib/server/lab/measure-model'
import { openLabSession } from '@/lib/server/lab/measure-sessions'
import { takeTurn } from '@/lib/server/lab/turn'
import { parseJson } from '@/lib/server/parse-json'
import { problem } from '@/lib/server/problem'
import { cookieNames } from '@/lib/session/cookies'
import { models } from '@/lib/session/models'

const Order = z.object({ model: z.enum(models), count: z.int().min(fewest).max(most) })

/** Seconds after which a measurement that broke off no longer stands in the way of another. */
const longest = 120

/** One model, measured by a session of the caller's that lives as long as the answer. One JSON object per line. */
export async function answerMeasurement(request: NextRequest, caller: Caller): Promise<Response> {
  const order = parseJson(request, caller.body, Order)
  if (order instanceof Response) return order

  const giveBack = await takeTurn(caller.session.userId, longest)
  if (!giveBack) return problem('too_many', { 'Retry-After': String(longest) })

  const { model, count } = order
  const open = () => openLabSession(model, caller, labClient(request.headers))
  const lines = measureModel({ open, count, otherCookies: otherCookiesOf(request) })
  return new NextResponse(toStream(followedBy(lines, giveBack)), {
    headers: { 'Content-Type': 'application/x-ndjson; charset=utf-8' },
  })
}

async function* followedBy<T>(lines: AsyncGenerator<T>, work: () => Promise<void>): AsyncGenerator<T> {
  try {
    yield* lines
  } finally {
    await work()
  }
}

/** A protected preview deployment lets nobody in without its own. The caller's credential stays here. */
const otherCookiesOf = ({ cookies }: NextRequest) =>
  cookies
    .getAll()
    .filter(({ name }) => !Object.values<string>(cookieNames).includes(name))
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ')

/** Pulled, not pushed: nothing is measured that nobody reads, and a reader who has gone ends it. */
function toStream(lines: AsyncGenerator<MeasureLine>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await lines.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`))
    },
    async cancel() {
      await lines.return(undefined)
    },
  })
}

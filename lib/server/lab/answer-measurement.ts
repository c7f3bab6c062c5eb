import 'server-only'
import { type NextRequest, NextResponse } from 'next/server'
import * as z from 'zod'
import { fewest, type MeasureLine, most } from '@/lib/lab/measure-words'
import type { Caller } from '@/lib/server/answer-caller'
import { senderOf } from '@/lib/server/client'
import { measureModel } from '@/lib/server/lab/measure-model'
import { openLabSession } from '@/lib/server/lab/measure-sessions'
import { parseJson } from '@/lib/server/parse-json'
import { cookieNames } from '@/lib/session/cookies'
import { models } from '@/lib/session/models'

const Order = z.object({ model: z.enum(models), count: z.int().min(fewest).max(most) })

/** One model, measured by a session of the caller's that lives as long as the answer. One JSON object per line. */
export async function answerMeasurement(request: NextRequest, caller: Caller): Promise<Response> {
  const order = parseJson(request, caller.body, Order)
  if (order instanceof Response) return order

  const { model, count } = order
  const open = () => openLabSession(model, caller, senderOf(request.headers))
  const lines = measureModel({ open, count, otherCookies: otherCookiesOf(request) })
  return new NextResponse(toStream(lines), { headers: { 'Content-Type': 'application/x-ndjson; charset=utf-8' } })
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

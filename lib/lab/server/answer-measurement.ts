import 'server-only'
import type { NextRequest } from 'next/server'
import * as z from 'zod'
import { cookiesBesides } from '@/lib/lab/server/cookies-besides'
import { labClient } from '@/lib/lab/server/lab-visitor'
import { measureModel } from '@/lib/lab/server/measure-model'
import { stopFor, streamLines } from '@/lib/lab/server/stream-lines'
import { takeTurn } from '@/lib/lab/server/turn'
import { fewest, type MeasureLine, most } from '@/lib/lab/shared/measure-words'
import type { Caller } from '@/lib/server/guards/answer-caller'
import { parseJson } from '@/lib/server/http/body'
import { problem } from '@/lib/server/http/problem'
import { models } from '@/lib/session/models'

const Order = z.object({ model: z.enum(models), count: z.int().min(fewest).max(most) })

/** Seconds after which the measurement is stopped and the turn ends. */
const longest = 110

/** Measures one model with a session of the caller's that lives as long as the answer. One JSON object per line. */
export async function answerMeasurement(request: NextRequest, caller: Caller): Promise<Response> {
  const order = parseJson(request, caller.body, Order)
  if (order instanceof Response) return order

  const giveBack = await takeTurn(caller.session.userId, longest + 10)
  if (!giveBack) return problem('too_many', { 'Retry-After': String(longest) })

  const { headers } = request
  const measurement = { ...order, visitor: caller, client: labClient(headers), besides: cookiesBesides(headers) }
  return streamLines<MeasureLine>(
    async (tell, signal) => {
      try {
        await measureModel({ ...measurement, tell, signal })
      } finally {
        await giveBack()
      }
    },
    stopFor(request, longest),
  )
}

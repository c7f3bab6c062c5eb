import 'server-only'
import type { NextRequest } from 'next/server'
import { answerLab } from '@/lib/server/lab/answer-lab'

/** For the methods that a handler of the lab does not take: Next would answer 405 without asking whether there is a lab. */
export const notTaken = (request: NextRequest): Promise<Response> =>
  answerLab(request, async () => new Response(null, { status: 405 }))

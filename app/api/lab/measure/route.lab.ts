import type { NextRequest } from 'next/server'
import { answerCaller } from '@/lib/server/answer-caller'
import { answerLab } from '@/lib/server/lab/answer-lab'
import { answerMeasurement } from '@/lib/server/lab/answer-measurement'

/** Seconds. */
export const maxDuration = 120

export async function POST(request: NextRequest) {
  return answerLab(request, () =>
    answerCaller(request, { cookieOnly: true, work: (caller) => answerMeasurement(request, caller) }),
  )
}

export {
  notTaken as DELETE,
  notTaken as GET,
  notTaken as OPTIONS,
  notTaken as PATCH,
  notTaken as PUT,
} from '@/lib/server/lab/not-taken'

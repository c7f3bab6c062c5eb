import type { NextRequest } from 'next/server'
import { answerLab } from '@/lib/server/lab/answer-lab'
import { answerRace } from '@/lib/server/lab/race/answer-race'

/** Seconds. */
export const maxDuration = 60

export async function POST(request: NextRequest) {
  return answerLab(request, () => answerRace(request))
}

export {
  notTaken as DELETE,
  notTaken as GET,
  notTaken as OPTIONS,
  notTaken as PATCH,
  notTaken as PUT,
} from '@/lib/server/lab/not-taken'

import type { NextRequest } from 'next/server'
import { answerLab } from '@/lib/server/lab/answer-lab'
import { answerReplay } from '@/lib/server/lab/replay/answer-replay'

/** Seconds: where a handler is given less, a long run would break off. */
export const maxDuration = 80

export async function POST(request: NextRequest) {
  return answerLab(request, () => answerReplay(request))
}

export {
  notTaken as DELETE,
  notTaken as GET,
  notTaken as OPTIONS,
  notTaken as PATCH,
  notTaken as PUT,
} from '@/lib/server/lab/not-taken'

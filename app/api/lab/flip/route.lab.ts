import type { NextRequest } from 'next/server'
import { answerFlip } from '@/lib/server/lab/answer-flip'
import { answerLab } from '@/lib/server/lab/answer-lab'

export function POST(request: NextRequest) {
  return answerLab(request, () => answerFlip(request))
}

export {
  notTaken as DELETE,
  notTaken as GET,
  notTaken as OPTIONS,
  notTaken as PATCH,
  notTaken as PUT,
} from '@/lib/server/lab/not-taken'

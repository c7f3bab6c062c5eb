import type { NextRequest } from 'next/server'
import { answerCaller } from '@/lib/server/answer-caller'
import { describeCaller } from '@/lib/server/describe-caller'

export function GET(request: NextRequest) {
  return answerCaller(request, describeCaller)
}

import type { NextRequest } from 'next/server'
import { answerCaller } from '@/lib/server/guards/answer-caller'
import { answerToken } from '@/lib/server/tokens/answer-token'

export function POST(request: NextRequest) {
  return answerCaller(request, { cookieOnly: true, work: (caller) => answerToken(request, caller) })
}

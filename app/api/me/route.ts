import type { NextRequest } from 'next/server'
import { answerMe } from '@/lib/server/api/me'
import { answerCaller } from '@/lib/server/guards/answer-caller'
import { answerPreflight } from '@/lib/server/http/cors' // feature: tokens

export function GET(request: NextRequest) {
  return answerCaller(request, { work: ({ session }) => answerMe(session) })
}

// feature: tokens
export function OPTIONS(request: NextRequest) {
  return answerPreflight(request, ['GET'])
}
// end

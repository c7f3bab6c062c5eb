import type { NextRequest } from 'next/server'
import { answerJwks } from '@/lib/server/tokens/answer-jwks'

export function GET(request: NextRequest) {
  return answerJwks(request)
}

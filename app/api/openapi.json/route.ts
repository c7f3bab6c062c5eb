import type { NextRequest } from 'next/server'
import { answerOpenApi } from '@/lib/server/openapi/answer-openapi'

export function GET(request: NextRequest) {
  return answerOpenApi(request)
}

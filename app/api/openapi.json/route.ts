import type { NextRequest } from 'next/server'
import { answerOpenApi } from '@/lib/server/api/openapi/document'

export function GET(request: NextRequest) {
  return answerOpenApi(request)
}

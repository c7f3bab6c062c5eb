import type { NextRequest } from 'next/server'
import { answerRevocation } from '@/lib/server/tokens/answer-revocation'

export function POST(request: NextRequest) {
  return answerRevocation(request)
}

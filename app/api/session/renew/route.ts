import type { NextRequest } from 'next/server'
import { answerRenewal } from '@/lib/server/answer-renewal'

/** Called by the middleware; harmless when called by hand: it renews what is alive, and nothing else. */
export function POST(request: NextRequest) {
  return answerRenewal(request)
}

import type { NextRequest } from 'next/server'
import { answerRenewal, answerRenewalByBrowser } from '@/lib/server/sessions/answer-renewal'

/** Called by the middleware; harmless when called by hand: it renews what is alive, and nothing else. */
export function POST(request: NextRequest) {
  return answerRenewal(request)
}

/** Where the middleware sends a browser when it cannot reach the handler above. */
export function GET(request: NextRequest) {
  return answerRenewalByBrowser(request)
}

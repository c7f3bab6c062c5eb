import type { NextRequest } from 'next/server'
import { answerRenewal, answerRenewalByBrowser } from '@/lib/server/sessions/answer-renewal'

/** The middleware calls it. Another caller can only renew a session that is still valid. */
export function POST(request: NextRequest) {
  return answerRenewal(request)
}

/** The middleware redirects the browser here when it cannot reach the handler above. */
export function GET(request: NextRequest) {
  return answerRenewalByBrowser(request)
}

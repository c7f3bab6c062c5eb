import type { NextRequest } from 'next/server'
import { answerPurge } from '@/lib/server/answer-purge'

/** A GET that deletes, because that is how the platform's cron calls; it answers only to the secret that came with it. */
export function GET(request: NextRequest) {
  return answerPurge(request.headers)
}

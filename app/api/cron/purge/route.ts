import type { NextRequest } from 'next/server'
import { answerPurge } from '@/lib/server/api/purge'

/** Seconds. The purge ends by itself before that. */
export const maxDuration = 60

/** A GET that deletes, because that is how the platform's cron calls; it answers only to the secret that came with it. */
export function GET(request: NextRequest) {
  return answerPurge(request.headers)
}

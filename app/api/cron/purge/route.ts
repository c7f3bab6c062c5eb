import type { NextRequest } from 'next/server'
import { answerPurge } from '@/lib/server/api/purge'

/** Seconds. The purge ends before that limit. */
export const maxDuration = 60

/** A GET that deletes, because the platform's cron sends GET requests. It requires the cron secret. */
export function GET(request: NextRequest) {
  return answerPurge(request.headers)
}

import type { NextRequest } from 'next/server'
import { answerPasskeyOptions } from '@/lib/server/second-factor/answer-passkey-options'

/** Public: the page of the login asks before it knows who is there. */
export function POST(request: NextRequest) {
  return answerPasskeyOptions(request)
}

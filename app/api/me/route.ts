import type { NextRequest } from 'next/server'
import { answerCaller } from '@/lib/server/answer-caller'
import { answerMe } from '@/lib/server/answer-me'
import { answerPreflight } from '@/lib/server/cors'

export function GET(request: NextRequest) {
  return answerCaller(request, { work: ({ session }) => answerMe(session) })
}

export function OPTIONS(request: NextRequest) {
  return answerPreflight(request, ['GET'])
}

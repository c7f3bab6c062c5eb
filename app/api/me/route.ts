import type { NextRequest } from 'next/server'
import { answerCaller } from '@/lib/server/answer-caller'
import { answerPreflight } from '@/lib/server/cors'
import { describeCaller } from '@/lib/server/describe-caller'

export function GET(request: NextRequest) {
  return answerCaller(request, { work: async ({ session }) => Response.json(await describeCaller(session)) })
}

export function OPTIONS(request: NextRequest) {
  return answerPreflight(request, ['GET'])
}

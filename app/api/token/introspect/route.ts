import type { NextRequest } from 'next/server'
import { answerIntrospection } from '@/lib/server/tokens/answer-introspection'

export function POST(request: NextRequest) {
  return answerIntrospection(request)
}

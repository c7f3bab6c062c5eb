import type { NextRequest } from 'next/server'
import { answerChangedNote, answerDeletedNote, answerNote } from '@/lib/server/api/notes/notes'
import { answerCaller } from '@/lib/server/guards/answer-caller'
import { answerPreflight } from '@/lib/server/http/cors' // feature: tokens

type Context = RouteContext<'/api/notes/[id]'>

export function GET(request: NextRequest, { params }: Context) {
  return answerCaller(request, { permission: 'notes:read', work: async () => answerNote((await params).id) })
}

export function PATCH(request: NextRequest, { params }: Context) {
  return answerCaller(request, {
    permission: 'notes:write',
    work: async (caller) => answerChangedNote(request, caller, (await params).id),
  })
}

export function DELETE(request: NextRequest, { params }: Context) {
  return answerCaller(request, { permission: 'notes:write', work: async () => answerDeletedNote((await params).id) })
}

// feature: tokens
export function OPTIONS(request: NextRequest) {
  return answerPreflight(request, ['GET', 'PATCH', 'DELETE'])
}
// end
